package io.callqueue.dispatcher.intake;

import java.util.LinkedHashMap;
import java.util.Map;

/** Whose turn it is: the campaign that was served the longest time ago. Remembers the last ones only. */
final class Turns {
    private static final int REMEMBERED = 10_000;
    private final Map<String, Long> served = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long count;

    void took(String campaign) {
        served.put(campaign, ++count);
    }

    /** When the campaign was served last; 0 for never. */
    long last(String campaign) {
        Long at = served.get(campaign);
        return at == null ? 0 : at;
    }
}
