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

    static Refusal invalid(String field, String message) {
        return new Refusal(field, INVALID_REQUEST, message);
    }
}
