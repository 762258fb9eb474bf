package io.callqueue.ingest.webhook;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Callback.Kind;
import io.callqueue.topic.Topics;
import io.callqueue.webhook.WebhookUrls;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class WebhookTest {
    private static final String FORM = "CallUUID=u-1&From=%2B1415&HangupCause=NORMAL_CLEARING&HangupCauseName=Normal+Hangup";
    private static final String SIGNATURE = "X-Plivo-Signature-V3";
    private static final String NONCE = "X-Plivo-Signature-V3-Nonce";
    private final Ingest ingest;
    private final Records records;
    private final WebhookUrls urls = new WebhookUrls(URI.create(Ingest.PUBLIC_URL), Ingest.AUTH_TOKEN);
    private final CallId id = new CallId("webhook-" + UUID.randomUUID());
    private final String nonce = UUID.randomUUID().toString();

    WebhookTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
    }

    /** Path and query of the URL that Plivo is given. */
    private String target(Kind kind, int attempt) {
        return urls.of(id, attempt).url(kind).replace(Ingest.PUBLIC_URL, "").replaceFirst("#.*", "");
    }

    private String sign(String base, String target, String form) {
        URI url = URI.create(base + target);
        return new SignatureV3(Ingest.AUTH_TOKEN).sign(base + url.getPath(),
                FormFields.parse(Optional.ofNullable(url.getRawQuery()).orElse("")).orElseThrow(),
                FormFields.parse(form).orElseThrow(), nonce);
    }

    private HttpRequest.Builder webhook(String target, String form) {
        return ingest.request(target).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private HttpRequest.Builder signed(String target, String form) {
        return webhook(target, form).header(NONCE, nonce).header(SIGNATURE, sign(Ingest.PUBLIC_URL, target, form));
    }

    private List<Callback> published() {
        return records.of(Topics.CALLBACKS, id.value()).stream().map(ConsumerRecord::value)
                .map(value -> Json.read(value, Callback.class)).toList();
    }

    private void assertForbidden(HttpRequest.Builder request) {
        Reply reply = ingest.send(request);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.problem()).isEqualTo("forbidden");
        assertThat(published()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "ANSWER")
    void a_genuine_webhook_is_published_under_its_call(Kind kind) {
        Reply reply = ingest.send(signed(target(kind, 2), FORM));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(published()).singleElement().satisfies(callback -> {
            assertThat(callback.kind()).isEqualTo(kind);
            assertThat(callback.callId()).isEqualTo(id);
            assertThat(callback.attempt()).isEqualTo(2);
            assertThat(callback.field("HangupCauseName")).isEqualTo("Normal Hangup");
            assertThat(callback.field("From")).isEqualTo("+1415");
        });
    }

    @Test
    void whoever_answered_is_sent_on_to_the_voice_bot() {
        String bot = "https://bot.example.com/outbound-answer?flow=a&x=\"<é>\"";
        String target = urls.of(id, 1).answerUrl(bot).replace(Ingest.PUBLIC_URL, "").replaceFirst("#.*", "");
        Reply reply = ingest.send(signed(target, FORM));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("application/xml");
        assertThat(reply.body())
                .contains("<Redirect method=\"POST\">https://bot.example.com/outbound-answer?flow=a&#38;x=")
                .doesNotContain("<é>");
        assertThat(published()).singleElement().satisfies(callback -> {
            assertThat(callback.kind()).isEqualTo(Kind.ANSWER);
            assertThat(callback.attempt()).isEqualTo(1);
        });
    }

    @Test
    void a_voice_bot_may_have_the_longest_url_that_a_request_takes() {
        String bot = "https://bot.example.com/" + "😀".repeat(2_024);
        String target = urls.of(id, 1).answerUrl(bot).replace(Ingest.PUBLIC_URL, "").replaceFirst("#.*", "");
        assertThat(target).hasSizeGreaterThan(24_000);
        Reply reply = ingest.send(signed(target, FORM));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("<Redirect method=\"POST\">" + bot + "</Redirect>");
    }

    @Test
    void an_answer_url_that_names_no_voice_bot_is_refused() {
        assertForbidden(signed(target(Kind.ANSWER, 1), FORM));
    }

    @Test
    void a_webhook_that_comes_again_is_taken_but_published_once() {
        String target = target(Kind.HANGUP, 1);
        assertThat(ingest.send(signed(target, FORM)).status()).isEqualTo(200);
        assertThat(ingest.send(signed(target, FORM)).status()).isEqualTo(200);
        assertThat(published()).hasSize(1);
    }

    @Test
    void a_signature_without_the_port_is_plivos_too() {
        String target = target(Kind.RING, 1);
        String base = Ingest.PUBLIC_URL.replace(":8443", "");
        assertThat(ingest.send(webhook(target, FORM).header(NONCE, nonce).header(SIGNATURE, sign(base, target, FORM)))
                .status()).isEqualTo(200);
    }

    @Test
    void one_of_several_signatures_is_enough_under_either_name() {
        String target = target(Kind.RING, 1);
        String genuine = sign(Ingest.PUBLIC_URL, target, FORM);
        assertThat(ingest.send(webhook(target, FORM).header(NONCE, nonce).header(SIGNATURE, "AAAA, " + genuine))
                .status()).isEqualTo(200);
        assertThat(ingest.send(webhook(target, FORM).header(NONCE, nonce).header("X-Plivo-Signature-Ma-V3", genuine))
                .status()).isEqualTo(200);
    }

    @Test
    void an_unsigned_webhook_is_refused() {
        assertForbidden(webhook(target(Kind.HANGUP, 1), FORM));
        assertForbidden(webhook(target(Kind.HANGUP, 1), FORM).header(NONCE, nonce));
        assertForbidden(webhook(target(Kind.HANGUP, 1), FORM).header(SIGNATURE,
                sign(Ingest.PUBLIC_URL, target(Kind.HANGUP, 1), FORM)));
    }

    @Test
    void a_forged_webhook_is_refused() {
        String target = target(Kind.HANGUP, 1);
        String genuine = sign(Ingest.PUBLIC_URL, target, FORM);
        assertForbidden(
                webhook(target, FORM + "&HangupCauseCode=4000").header(NONCE, nonce).header(SIGNATURE, genuine));
        assertForbidden(webhook(target.replace("attempt=1", "attempt=2"), FORM).header(NONCE, nonce)
                .header(SIGNATURE, genuine));
        assertForbidden(webhook(target, FORM).header(NONCE, "another").header(SIGNATURE, genuine));
        assertForbidden(
                webhook(target.replace("hangup", "answer"), FORM).header(NONCE, nonce).header(SIGNATURE, genuine));
    }

    @Test
    void a_signed_webhook_to_a_url_that_is_not_ours_is_refused() {
        String target = target(Kind.HANGUP, 1);
        assertForbidden(signed(target.replace("attempt=1", "attempt=2"), FORM));
        assertForbidden(signed(target.replaceFirst("call_id=[^&]*", "call_id=other"), FORM));
        assertForbidden(signed(target.replaceFirst("call_id=[^&]*", "call_id=a%2Fb"), FORM));
        assertForbidden(signed(target.replace("attempt=1", "attempt=-1"), FORM));
        assertForbidden(signed(target.replace("attempt=1", "attempt=99999999999"), FORM));
        assertForbidden(signed(target.replaceFirst("&token=.*", ""), FORM));
        assertForbidden(signed("/plivo/hangup", FORM));
    }

    @Test
    void what_is_no_form_is_refused() {
        assertForbidden(webhook(target(Kind.HANGUP, 1), "a=%zz").header(NONCE, nonce).header(SIGNATURE, "AAAA"));
    }

    @Test
    void other_kinds_and_methods_and_types_and_sizes_are_problems() {
        assertThat(ingest.send(signed("/plivo/dance?call_id=a", FORM)).problem()).isEqualTo("not-found");
        assertThat(ingest.get("/plivo/ring").status()).isEqualTo(405);
        assertThat(ingest.post("/plivo/ring", "{}").status()).isEqualTo(415);
        assertThat(ingest.send(signed(target(Kind.RING, 1), "a=" + "x".repeat(70_000))).status()).isEqualTo(413);
    }
}
