package io.callqueue.dispatcher.admission;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.control.DialPeriod;
import io.callqueue.kafka.RecordSender;
import io.callqueue.topic.Topics;

/**
 * How often one number may be dialed, over all campaigns.
 *
 * @param perNumber dials within any such period; 0 for as many as there are
 * @param period that is looked back on
 */
@ConfigurationProperties("callqueue.attempts")
public record DialCap(int perNumber, Duration period) {
    private static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofDays(366);
    /** No cap. */
    public static final DialCap NONE = new DialCap(0, Duration.ofDays(1));

    public DialCap {
        if (perNumber < 0 || perNumber > MOST) {
            throw new IllegalArgumentException(
                    "ATTEMPTS_PER_NUMBER is " + perNumber + ": it must be from 0, for no cap, to " + MOST);
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "ATTEMPTS_PER_NUMBER_PERIOD is " + period.toSeconds() + " s: it must be from 1s to 366d");
        }
    }

    /** Writes down that there is a cap, for who makes a Redis anew, wherever that is done. */
    public void tell(RecordSender sender) {
        if (isOn()) {
            var unused = sender.send(Topics.CONTROL, DialPeriod.KEY, DialPeriod.of(period)).join();
        }
    }

    boolean isOn() {
        return perNumber > 0;
    }

    String why() {
        return "its number was dialed " + perNumber + " times within " + period.toSeconds()
                + " s, as often as it may be";
    }
}
