package io.callqueue.request;

import java.util.Optional;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;

/**
 * One phone number in E.164. Plivo takes a list of up to 1000 numbers, or a SIP address, in the same field: nothing but one number may pass.
 */
public final class PhoneNumber {
    private static final Pattern SHAPE = Pattern.compile("\\+[0-9 ().-]{4,30}");
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    private PhoneNumber() {}

    /** The number as {@code +919123456789}, or empty when it is not one number of a possible length for its country;
     * one that can only be dialed from within its area has not. */
    public static Optional<String> normalize(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var number = NUMBERS.parse(text, null);
            ValidationResult result = NUMBERS.isPossibleNumberWithReason(number);
            return result == ValidationResult.IS_POSSIBLE
                    ? Optional.of(NUMBERS.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
