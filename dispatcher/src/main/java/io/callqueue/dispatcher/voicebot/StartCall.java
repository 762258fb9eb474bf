package io.callqueue.dispatcher.voicebot;

import java.util.Map;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.request.CallConfig;
import io.callqueue.request.CallRequest;

/** What the voice bot is told of a call that is about to ring. */
record StartCall(String callId, Optional<String> plivoCallUuid, String phoneNumber, String campaignId,
        Optional<String> flowName,
        Map<String, Object> variables, CallConfig config) {

    static StartCall of(Call call, CallRequest request) {
        Optional<String> uuid = call.attempt().flatMap(Attempt::callUuid)
                .or(() -> call.attempt().flatMap(Attempt::requestUuid));
        CallConfig config = request.callConfig();
        return new StartCall(call.id().value(), uuid, request.phoneNumber(), request.campaignId(), config.flowName(),
                config.variables(), config);
    }
}
