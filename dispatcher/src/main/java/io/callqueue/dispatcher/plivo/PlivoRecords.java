package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.plivo.api.PlivoAPIService;
import com.plivo.api.models.call.Call;
import com.plivo.api.models.call.CallStatus;
import com.plivo.api.models.call.LiveCall;
import com.plivo.api.models.call.QueuedCall;
import retrofit2.Response;

/** What Plivo says of calls it has: its queued and live lists, and its call records. Reading only; every method is one request. */
public final class PlivoRecords {
    private static final int NOT_FOUND = 404;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private final PlivoAPIService service;
    private final String authId;

    public PlivoRecords(Plivo plivo) {
        this.service = plivo.client().getVoiceApiService();
        this.authId = plivo.authId();
    }

    /** A call that is not over: to whom, and whether somebody answered. */
    public record OpenCall(String uuid, String to, boolean answered) {}

    /** A call that is over. */
    public record Ended(String uuid, int hangupCode, Optional<String> cause, Optional<Integer> durationSeconds) {}

    public List<String> queued() throws IOException {
        return required(service.queuedCallListGet(authId).execute()).getCalls();
    }

    public List<String> live() throws IOException {
        return required(service.liveCallListGet(authId, Map.of("status", "live")).execute()).getCalls();
    }

    public Optional<OpenCall> queued(String uuid) throws IOException {
        Optional<QueuedCall> found = optional(service.queuedCallGet(authId, uuid).execute());
        return found.map(call -> new OpenCall(uuid, String.valueOf(call.getTo()), false));
    }

    public Optional<OpenCall> live(String uuid) throws IOException {
        Optional<LiveCall> found = optional(service.liveCallGet(authId, uuid).execute());
        return found.map(call -> new OpenCall(uuid, String.valueOf(call.getTo()),
                call.getCallStatus() == CallStatus.IN_PROGRESS));
    }

    /** The record of a call, once it is written: some time after the call's end. */
    public Optional<Ended> record(String uuid) throws IOException {
        return optional(service.callGet(authId, uuid).execute()).flatMap(PlivoRecords::ended);
    }

    /** The records of calls to this number that ended since then. */
    public List<Ended> records(String toNumber, Instant endedSince) throws IOException {
        Map<String, Object> query = Map.of("to_number", toNumber.replace("+", ""), "end_time__gte",
                TIME.format(endedSince), "limit", 20);
        return required(service.callList(authId, query).execute()).getObjects().stream().map(PlivoRecords::ended)
                .flatMap(Optional::stream)
                .toList();
    }

    /** A record without a hangup code is not finished. */
    private static Optional<Ended> ended(Call call) {
        return Optional.ofNullable(call.getHangupCauseCode())
                .map(code -> new Ended(String.valueOf(call.getCallUuid()), code,
                        Optional.ofNullable(call.getHangupCauseName()),
                        Optional.ofNullable(call.getCallDuration()).map(Long::intValue)));
    }

    private static <T> Optional<T> optional(Response<T> response) throws IOException {
        return response.code() == NOT_FOUND ? Optional.empty() : Optional.of(required(response));
    }

    private static <T> T required(Response<T> response) throws IOException {
        T body = response.body();
        if (!response.isSuccessful() || body == null) {
            throw new IOException("Plivo answered " + response.code() + " to a look-up");
        }
        return body;
    }
}
