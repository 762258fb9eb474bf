package io.callqueue.simulator.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.callqueue.simulator.call.CallRecord;
import io.callqueue.simulator.call.CallView;
import io.callqueue.simulator.call.Switchboard;
import io.callqueue.simulator.http.Parameters;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;

/** The GETs: what is live, what is queued, what was. */
final class LookUps {
    private final Switchboard switchboard;
    private final CallJson json;

    LookUps(Switchboard switchboard, CallJson json) {
        this.switchboard = switchboard;
        this.json = json;
    }

    Reply list(Request request) {
        return switch (status(request.query())) {
            case "live" -> uuids(switchboard.live(), CallView::callUuid);
            // Until it is dialed, a call has no other name than its request's
            case "queued" -> uuids(switchboard.queued(), CallView::requestUuid);
            case "" -> records(request);
            default -> PlivoReply.error(400, "status must be live or queued");
        };
    }

    Reply one(Request request, String uuid) {
        return switch (status(request.query())) {
            case "live" -> call(switchboard.live(), CallView::callUuid, uuid);
            case "queued" -> call(switchboard.queued(), CallView::requestUuid, uuid);
            case "" -> switchboard.record(uuid).map(this::withApiId).map(PlivoReply::ok).orElseGet(LookUps::notFound);
            default -> PlivoReply.error(400, "status must be live or queued");
        };
    }

    private static String status(Parameters query) {
        return query.first("status").orElse("");
    }

    private static Reply uuids(List<CallView> calls, Function<CallView, String> uuid) {
        Map<String, Object> body = PlivoReply.body();
        body.put("calls", calls.stream().map(uuid).toList());
        return PlivoReply.ok(body);
    }

    private static Reply call(List<CallView> calls, Function<CallView, String> name, String uuid) {
        return calls.stream().filter(call -> name.apply(call).equals(uuid)).findFirst()
                .map(call -> PlivoReply.ok(CallJson.of(call)))
                .orElseGet(LookUps::notFound);
    }

    private Map<String, Object> withApiId(CallRecord found) {
        Map<String, Object> body = PlivoReply.body();
        body.putAll(json.of(found));
        return body;
    }

    private Reply records(Request asked) {
        RecordQuery query;
        try {
            query = RecordQuery.of(asked.query(), asked.arrivedAt());
        } catch (IllegalArgumentException badFilter) {
            return PlivoReply.error(400, Objects.requireNonNullElse(badFilter.getMessage(), "invalid filter"));
        }
        List<CallRecord> found = switchboard.records(query.filter());
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("limit", query.limit());
        meta.put("offset", query.offset());
        meta.put("total_count", found.size());
        Map<String, Object> body = PlivoReply.body();
        body.put("meta", meta);
        body.put("objects", found.stream().skip(query.offset()).limit(query.limit()).map(json::of).toList());
        return PlivoReply.ok(body);
    }

    static Reply notFound() {
        return PlivoReply.error(404, "not found");
    }
}
