package io.callqueue.simulator.rest;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.callqueue.simulator.call.DialRequest;
import io.callqueue.simulator.call.Hooks;
import io.callqueue.simulator.call.MachineWatch;
import io.callqueue.simulator.call.MachineWatch.Mode;
import io.callqueue.simulator.webhook.Callback;

/** Checks a create as Plivo does; fields that it does not know are let pass. */
final class CreateForm {
    private static final Pattern NUMBER = Pattern.compile("\\+?[1-9]\\d{5,14}");
    private static final Pattern SIP = Pattern.compile("sip:[^@\\s]+@\\S+");
    private static final int MOST_NUMBERS = 1000;
    private static final int LONGEST_CALLER_NAME = 50;
    /** Plivo's own bound is not documented. */
    private static final int LONGEST_RING = 600;

    private CreateForm() {}

    /** @throws IllegalArgumentException with the words of a 400 */
    static List<DialRequest> read(byte[] body) {
        Fields fields = Fields.read(body);
        String from = fields.required("from");
        List<String> to = fields.numbers("to");
        fields.required("answer_url");
        check(from, to, fields.text("caller_name"));
        DialRequest first = new DialRequest(from, to.getFirst(), fields.text("caller_name"), hooks(fields),
                fields.seconds("ring_timeout", 1, LONGEST_RING, 120), fields.seconds("time_limit", 1, 86_400, 14_400),
                machineWatch(fields));
        return to.stream().map(first::to).toList();
    }

    private static void check(String from, List<String> to, String callerName) {
        if (!NUMBER.matcher(from).matches()) {
            throw new IllegalArgumentException("from is not a valid number: " + from);
        }
        if (to.size() > MOST_NUMBERS) {
            throw new IllegalArgumentException("to holds more than " + MOST_NUMBERS + " numbers");
        }
        for (String number : to) {
            if (!NUMBER.matcher(number).matches() && !SIP.matcher(number).matches()) {
                throw new IllegalArgumentException("to is not a valid number: " + number);
            }
        }
        if (callerName.length() > LONGEST_CALLER_NAME) {
            throw new IllegalArgumentException("caller_name is longer than " + LONGEST_CALLER_NAME + " characters");
        }
    }

    private static Hooks hooks(Fields fields) {
        Callback answer = fields.callback("answer_url", "answer_method");
        return new Hooks(fields.callback("ring_url", "ring_method"), answer,
                fields.callback("fallback_url", "fallback_method"), fields.callback("hangup_url", "hangup_method"),
                fields.callback("machine_detection_url", "machine_detection_method"));
    }

    private static MachineWatch machineWatch(Fields fields) {
        String asked = fields.oneOf("machine_detection", Set.of("true", "hangup", "false"), "false");
        Duration longest = fields.millis("machine_detection_time", 2000, 10_000, 5000);
        return new MachineWatch(switch (asked) {
            case "true" -> Mode.REPORT;
            case "hangup" -> Mode.HANG_UP;
            default -> Mode.OFF;
        }, longest);
    }
}
