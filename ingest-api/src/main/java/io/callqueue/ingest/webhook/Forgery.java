package io.callqueue.ingest.webhook;

/** Why a webhook is not let in. */
enum Forgery {
    NO_TOKEN("PLIVO_AUTH_TOKEN is not set"), NO_FORM("neither Plivo nor we write such a form"), UNSIGNED(
            "it is not signed: Plivo sends X-Plivo-Signature-V3 and X-Plivo-Signature-V3-Nonce"), WRONG_SIGNATURE(
                    "its signature is not Plivo's: PLIVO_AUTH_TOKEN must be the account's and PUBLIC_URL the one Plivo calls"), NO_ATTEMPT(
                            "its URL names no attempt of a call: call_id and attempt"), WRONG_TOKEN(
                                    "its token is not ours: the URL must be one that callqueue gave to Plivo"), NO_BOT(
                                            "its URL does not say where the voice bot is");

    private final String why;

    Forgery(String why) {
        this.why = why;
    }

    String why() {
        return why;
    }
}
