package io.callqueue.simulator.outcome;

/** A whole number, or {@code *} and the digits it ends with; {@code *} alone is any number. A leading + is of no account. */
public record NumberPattern(String text) {
    public static final NumberPattern ANY = new NumberPattern("*");

    public NumberPattern {
        if (!text.matches("\\*\\d*|\\+?\\d+|sip:.+")) {
            throw new IllegalArgumentException("'" + text + "' is neither a number nor * with the digits it ends with");
        }
        text = digits(text);
    }

    public static String digits(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    public boolean isSuffix() {
        return text.startsWith("*");
    }

    public boolean matches(String number) {
        String digits = digits(number);
        return isSuffix() ? digits.endsWith(text.substring(1)) : digits.equals(text);
    }
}
