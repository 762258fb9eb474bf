package io.callqueue.request;

/**
 * Why a request is refused.
 *
 * @param field the path of the field, such as {@code call_config.max_duration}; empty for the whole body
 * @param code the last part of the problem's type, such as {@code invalid-phone-number}
 * @param message what is wrong and what to do
 */
public record Refusal(String field, String code, String message) {
    public static final String INVALID_REQUEST = "invalid-request";
    public static final String UNKNOWN_FIELD = "unknown-field";
    public static final String INVALID_PHONE_NUMBER = "invalid-phone-number";
    public static final String DO_NOT_CALL = "do-not-call";

    /** The field does not hold a number that could be called. */
    public static Refusal phoneNumber(String field) {
        return new Refusal(field, INVALID_PHONE_NUMBER,
                "is not one phone number in E.164: a + , the country code and the number, such as +919123456789");
    }

    static Refusal invalid(String field, String message) {
        return new Refusal(field, INVALID_REQUEST, message);
    }
}
