package io.callqueue.dispatcher.plivo;

import java.util.Optional;

/** What Plivo is asked for when an attempt is dialed. URLs are absolute, times in seconds. */
public record DialOrder(String from, String to, String answerUrl, String ringUrl, String hangupUrl, String fallbackUrl,
        long timeLimit, long ringTimeout,
        Optional<MachineCheck> machineCheck) {

    /**
     * @param mode Plivo's {@code machine_detection}: {@code true} or {@code hangup}
     * @param url where Plivo says what it found
     */
    public record MachineCheck(String mode, String url) {}
}
