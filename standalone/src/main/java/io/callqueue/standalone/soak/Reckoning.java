package io.callqueue.standalone.soak;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.call.CallRecord;
import io.callqueue.simulator.call.Tariff;

/** What the statistics of some calls have to say, as figures by name: of their attempts by Plivo's own records, of the rest by the calls. */
final class Reckoning {
    /** Plivo charges extra for too many that are shorter, in seconds. */
    private static final int SHORT = 6;
    private final Map<String, Long> counts = new TreeMap<>();
    private long shortOnes;
    private long conversations;
    private long seconds;
    private BigDecimal cost = BigDecimal.ZERO;

    Reckoning() {
        for (String word : new String[]{"created", "dialed", "answered", "completed", "failed", "cancelled",
                "expired"}) {
            counts.put(word, 0L);
        }
    }

    /** A call that ended, as it is shown. */
    void add(JsonNode call) {
        count("created");
        count(call.path("status").asString());
        for (JsonNode attempt : call.path("attempts")) {
            count("outcome " + attempt.path("outcome").asString());
        }
    }

    /** One attempt of such a call, as Plivo knows it. */
    void add(CallRecord record) {
        count("dialed");
        cost = cost.add(new BigDecimal(Tariff.cost(record.times())));
        if (record.times().wasAnswered()) {
            count("answered");
            conversations++;
            seconds += record.times().talkedSeconds();
            shortOnes += record.times().talkedSeconds() < SHORT ? 1 : 0;
        }
    }

    /** One of whose end nobody was told. */
    void addUnheard(boolean answered) {
        count("dialed");
        if (answered) {
            count("answered");
        }
    }

    long dialed() {
        return counts.getOrDefault("dialed", 0L);
    }

    private void count(String word) {
        counts.merge(word, 1L, Long::sum);
    }

    Map<String, String> figures() {
        Map<String, String> figures = new TreeMap<>();
        counts.forEach((word, count) -> figures.put(word, String.valueOf(count)));
        figures.put("cost", rounded(cost));
        figures.put("average", conversations == 0 ? "" : rounded((double) seconds / conversations));
        figures.put("short", conversations == 0 ? "" : rounded((double) shortOnes / conversations));
        return figures;
    }

    /** The same of what is shown as statistics. */
    static Map<String, String> told(JsonNode statistics) {
        Map<String, String> figures = new TreeMap<>();
        new Reckoning().counts.keySet().forEach(word -> figures.put(word, statistics.path(word).asString("?")));
        statistics.path("outcomes").properties()
                .forEach(outcome -> figures.put("outcome " + outcome.getKey(), outcome.getValue().asString()));
        figures.put("cost", rounded(statistics.path("cost")));
        figures.put("average", rounded(statistics.path("call_duration_seconds").path("average")));
        figures.put("short", rounded(statistics.path("short_answered_share")));
        return figures;
    }

    private static String rounded(JsonNode number) {
        return number.isNumber() ? rounded(number.decimalValue()) : "";
    }

    private static String rounded(double number) {
        return rounded(BigDecimal.valueOf(number));
    }

    private static String rounded(BigDecimal number) {
        return number.setScale(5, RoundingMode.HALF_UP).toPlainString();
    }
}
