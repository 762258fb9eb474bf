package io.callqueue.simulator.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.callqueue.simulator.call.Account;
import io.callqueue.simulator.call.CallRecord;
import io.callqueue.simulator.call.CallTimes;
import io.callqueue.simulator.call.CallView;
import io.callqueue.simulator.call.Tariff;
import io.callqueue.simulator.outcome.NumberPattern;
import io.callqueue.simulator.time.NanoClock;

/** Calls and call records in Plivo's fields. A record carries no request_uuid. */
final class CallJson {
    private static final DateTimeFormatter SESSION = DateTimeFormatter
            .ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Account account;
    private final DateTimeFormatter local;

    CallJson(Account account) {
        this.account = account;
        local = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx", Locale.ROOT).withZone(account.zone());
    }

    static Map<String, Object> of(CallView call) {
        Map<String, Object> json = PlivoReply.body();
        json.put("direction", "outbound");
        json.put("from", NumberPattern.digits(call.from()));
        json.put("to", NumberPattern.digits(call.to()));
        json.put("call_status", status(call));
        json.put("call_uuid", call.callUuid());
        json.put("request_uuid", call.requestUuid());
        json.put("session_start", SESSION.format(NanoClock.instantOf(call.times().accepted())));
        return json;
    }

    private static String status(CallView call) {
        return switch (call.phase()) {
            case QUEUED -> "queued";
            case DIALING, RINGING -> "ringing";
            case IN_PROGRESS -> "in-progress";
            // Still in the lists only because they lag
            case ENDED -> call.times().wasAnswered() ? "in-progress" : "ringing";
        };
    }

    Map<String, Object> of(CallRecord call) {
        CallTimes times = call.times();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("answer_time", time(times.answered()));
        json.put("bill_duration", times.talkedSeconds());
        json.put("billed_duration", times.billedSeconds());
        json.put("call_direction", "outbound");
        json.put("call_duration", times.talkedSeconds());
        json.put("call_uuid", call.callUuid());
        json.put("end_time", time(times.ended()));
        json.put("from_number", NumberPattern.digits(call.from()));
        json.put("hangup_cause_code", call.cause().code());
        json.put("hangup_cause_name", call.cause().title());
        json.put("hangup_source", call.source());
        json.put("initiation_time", time(times.accepted()));
        json.put("parent_call_uuid", null);
        json.put("resource_uri", "/v1/Account/" + account.authId() + "/Call/" + call.callUuid() + "/");
        json.put("to_number", NumberPattern.digits(call.to()));
        json.put("total_amount", Tariff.cost(times));
        json.put("total_rate", Tariff.rate());
        return json;
    }

    private @Nullable String time(long nanos) {
        Instant moment = NanoClock.instantOf(nanos);
        return nanos == 0 ? null : local.format(moment);
    }
}
