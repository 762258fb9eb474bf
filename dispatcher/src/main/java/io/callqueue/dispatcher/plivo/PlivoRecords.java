package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JacksonException;
import com.plivo.api.PlivoAPIService;
import com.plivo.api.models.call.Call;
import com.plivo.api.models.call.CallStatus;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** What Plivo says of calls it has: its queued and live lists, and its call records. Reading only; every method is one request. */
public final class PlivoRecords {
    private static final int NOT_FOUND = 404;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    /** As call records have it: {@code 2026-01-31 23:59:59+05:30}. */
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]xxx");
    private final PlivoAPIService service;
    private final String authId;

    public PlivoRecords(Plivo plivo) {
        this.service = plivo.service();
        this.authId = plivo.authId();
    }

    /** A call that is not over: to whom, and whether somebody answered. */
    public record OpenCall(String uuid, String to, boolean answered) {}

    /**
     * A call that is over.
     *
     * @param startedAt when Plivo began it, to the second; empty when the record does not tell
     */
    public record Ended(String uuid, Optional<Instant> startedAt, int hangupCode, Optional<String> cause,
            Optional<Integer> durationSeconds) {}

    public List<String> queued() throws IOException {
        return present(required(service.queuedCallListGet(authId)).getCalls());
    }

    public List<String> live() throws IOException {
        return present(required(service.liveCallListGet(authId, Map.of("status", "live"))).getCalls());
    }

    public Optional<OpenCall> queued(String uuid) throws IOException {
        return optional(service.queuedCallGet(authId, uuid))
                .map(call -> new OpenCall(uuid, String.valueOf(call.getTo()), false));
    }

    public Optional<OpenCall> live(String uuid) throws IOException {
        return optional(service.liveCallGet(authId, uuid)).map(call -> new OpenCall(uuid, String.valueOf(call.getTo()),
                call.getCallStatus() == CallStatus.IN_PROGRESS));
    }

    /** The record of a call, once it is written: some time after the call's end. */
    public Optional<Ended> record(String uuid) throws IOException {
        return optional(service.callGet(authId, uuid)).flatMap(PlivoRecords::ended);
    }

    /** The records of calls to this number that ended since then. */
    public List<Ended> records(String toNumber, Instant endedSince) throws IOException {
        Map<String, Object> query = Map.of("to_number", toNumber.replace("+", ""), "end_time__gte",
                TIME.format(endedSince), "limit", 20);
        return present(required(service.callList(authId, query)).getObjects()).stream().map(PlivoRecords::ended)
                .flatMap(Optional::stream).toList();
    }

    /** A record without a hangup code is not finished. */
    private static Optional<Ended> ended(Call call) {
        return Optional.ofNullable(call.getHangupCauseCode())
                .map(code -> new Ended(String.valueOf(call.getCallUuid()), started(call.getInitiationTime()), code,
                        Optional.ofNullable(call.getHangupCauseName()),
                        Optional.ofNullable(call.getCallDuration()).map(Long::intValue)));
    }

    private static Optional<Instant> started(@Nullable String time) {
        try {
            return Optional.ofNullable(time).map(text -> Instant.from(ZONED.parse(text)));
        } catch (DateTimeParseException e) { // not what Plivo documents: as if it were not there
            return Optional.empty();
        }
    }

    private <T> Optional<T> optional(retrofit2.Call<T> question) throws IOException {
        Response<T> response = answer(question);
        return response.code() == NOT_FOUND ? Optional.empty() : Optional.of(body(response));
    }

    private <T> T required(retrofit2.Call<T> question) throws IOException {
        return body(answer(question));
    }

    private static <T> Response<T> answer(retrofit2.Call<T> question) throws IOException {
        try {
            return question.execute();
        } catch (JacksonException e) {
            throw new IOException("Plivo's answer can not be read: " + e.getOriginalMessage(), e);
        }
    }

    private static <T> T body(Response<T> response) throws IOException {
        T body = response.body();
        if (!response.isSuccessful() || body == null) {
            throw new IOException("Plivo answered " + response.code() + " to a look-up");
        }
        return body;
    }

    private static <T> List<T> present(@Nullable List<T> listed) throws IOException {
        if (listed == null) {
            throw new IOException("Plivo's answer to a look-up lacks its list");
        }
        return listed;
    }
}
