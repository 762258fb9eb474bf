package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
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
    private static final int NORMAL_HANGUP = 4000;
    private static final int UNKNOWN = 0;
    private final PlivoAPIService service;
    private final String authId;

    public PlivoRecords(Plivo plivo) {
        this.service = plivo.asking();
        this.authId = plivo.authId();
    }

    /**
     * What never changes of a call, as far as Plivo tells it.
     *
     * @param startedAt when Plivo began it
     */
    public record Origin(Optional<String> from, Optional<String> to, Optional<Instant> startedAt) {
        private static Origin of(@Nullable String from, @Nullable String to, Optional<Instant> startedAt) {
            return new Origin(told(from), told(to), startedAt);
        }

        private static Optional<String> told(@Nullable String number) {
            return Optional.ofNullable(number).filter(text -> !text.isBlank());
        }
    }

    /** A call that is not over, and whether somebody answered. */
    public record OpenCall(String uuid, Origin origin, boolean answered) {}

    /**
     * A call that is over.
     *
     * @param isFinished whether its record says so by now: it has a hangup code, or a time of its end
     * @param hangupCode by the time of its answer where none is told
     * @param at to the second, @param cost in the account's currency
     */
    public record Ended(String uuid, Origin origin, boolean isFinished, int hangupCode, Optional<String> cause,
            Optional<Integer> durationSeconds, Optional<Instant> at, Optional<BigDecimal> cost) {}

    public List<String> queued() throws IOException {
        return present(required(service.queuedCallListGet(authId)).getCalls());
    }

    public List<String> live() throws IOException {
        return present(required(service.liveCallListGet(authId, Map.of("status", "live"))).getCalls());
    }

    public Optional<OpenCall> queued(String uuid) throws IOException {
        return optional(service.queuedCallGet(authId, uuid))
                .map(call -> new OpenCall(uuid, Origin.of(call.getFrom(), call.getTo(), Optional.empty()), false));
    }

    public Optional<OpenCall> live(String uuid) throws IOException {
        return optional(service.liveCallGet(authId, uuid)).map(call -> new OpenCall(uuid,
                Origin.of(call.getFrom(), call.getTo(), PlivoTimes.zoned(call.getSessionStart())),
                call.getCallStatus() == CallStatus.IN_PROGRESS));
    }

    /** The record of a call, once it is written: some time after the call's end. */
    public Optional<Ended> record(String uuid) throws IOException {
        return optional(service.callGet(authId, uuid)).map(PlivoRecords::ended).filter(Ended::isFinished);
    }

    /**
     * The records of calls to this number that ended since then.
     *
     * @param toNumber with or without its +: that Plivo compares numbers in one of both forms only can not be ruled out
     */
    public List<Ended> records(String toNumber, Instant endedSince) throws IOException {
        Map<String, Object> query = Map.of("to_number", toNumber, "end_time__gte", PlivoTimes.query(endedSince),
                "limit", 20);
        return present(required(service.callList(authId, query)).getObjects()).stream().map(PlivoRecords::ended)
                .toList();
    }

    private static Ended ended(Call call) {
        Optional<Integer> code = Optional.ofNullable(call.getHangupCauseCode());
        return new Ended(String.valueOf(call.getCallUuid()),
                Origin.of(call.getFromNumber(), call.getToNumber(), PlivoTimes.zoned(call.getInitiationTime())),
                code.isPresent() || isTold(call.getEndTime()),
                code.orElse(isTold(call.getAnswerTime()) ? NORMAL_HANGUP : UNKNOWN),
                Optional.ofNullable(call.getHangupCauseName()),
                Optional.ofNullable(call.getCallDuration()).map(Long::intValue), PlivoTimes.zoned(call.getEndTime()),
                PlivoMoney.read(Optional.ofNullable(call.getTotalAmount())));
    }

    private static boolean isTold(@Nullable String time) {
        return time != null && !time.isBlank();
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
