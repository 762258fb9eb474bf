package io.callqueue.simulator.call;

import java.util.Locale;

/** What calls cost: one rate for each begun minute, in dollars with five decimals. */
public final class Tariff {
    private static final double RATE = 0.0085;

    private Tariff() {}

    /** {@code BillRate}, {@code total_rate}. */
    public static String rate() {
        return money(RATE);
    }

    /** {@code TotalCost}, {@code total_amount} of a call with these times. */
    public static String cost(CallTimes times) {
        return money(RATE * times.billedSeconds() / 60);
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, "%.5f", dollars);
    }
}
