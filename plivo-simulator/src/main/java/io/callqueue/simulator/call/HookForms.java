package io.callqueue.simulator.call;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.callqueue.simulator.outcome.NumberPattern;
import io.callqueue.simulator.time.NanoClock;

/** The fields of each webhook. Numbers go without +, which a receiver must be ready for. */
final class HookForms {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String authId;
    private final DateTimeFormatter accountTime;

    HookForms(Account account) {
        authId = account.authId();
        ZoneId zone = account.zone();
        accountTime = LOCAL.withZone(zone);
    }

    Map<String, String> ring(Call call) {
        Map<String, String> form = common(call, "Ring", "ringing");
        form.put("CallerName", call.request().callerName().isEmpty()
                ? NumberPattern.digits(call.request().from())
                : call.request().callerName());
        return form;
    }

    Map<String, String> answer(Call call) {
        return withLeg(call, common(call, "StartApp", "in-progress"));
    }

    Map<String, String> machine(Call call) {
        Map<String, String> form = common(call, "MachineDetection", "in-progress");
        form.put("Machine", "true");
        return form;
    }

    Map<String, String> hangup(Call call, CallRecord ended) {
        CallTimes times = ended.times();
        Map<String, String> form = withLeg(call, common(call, "Hangup", CallRecords.status(ended)));
        form.put("StartTime", local(times.dialed() == 0 ? times.accepted() : times.dialed()));
        form.put("AnswerTime", local(times.answered()));
        form.put("EndTime", local(times.ended()));
        form.put("Duration", Long.toString(times.talkedSeconds()));
        form.put("BillDuration", Long.toString(times.billedSeconds()));
        form.put("BillRate", Tariff.rate());
        form.put("TotalCost", Tariff.cost(times));
        form.put("HangupCause", ended.cause().word());
        form.put("HangupCauseCode", Integer.toString(ended.cause().code()));
        form.put("HangupCauseName", ended.cause().title());
        form.put("HangupSource", ended.source());
        return form;
    }

    private Map<String, String> common(Call call, String event, String status) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("CallStatus", status);
        form.put("CallUUID", call.ids().callUuid());
        form.put("RequestUUID", call.ids().requestUuid());
        form.put("From", NumberPattern.digits(call.request().from()));
        form.put("To", NumberPattern.digits(call.request().to()));
        form.put("Direction", "outbound");
        form.put("Event", event);
        form.put("SessionStart", UTC.format(NanoClock.instantOf(call.times().accepted())));
        form.put("ParentAuthID", authId);
        return form;
    }

    private static Map<String, String> withLeg(Call call, Map<String, String> form) {
        form.put("ALegUUID", call.ids().callUuid());
        form.put("ALegRequestUUID", call.ids().requestUuid());
        return form;
    }

    private String local(long nanos) {
        return nanos == 0 ? "" : accountTime.format(NanoClock.instantOf(nanos));
    }
}
