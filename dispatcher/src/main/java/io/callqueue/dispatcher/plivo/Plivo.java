package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.plivo.api.PlivoAPIService;
import com.plivo.api.models.call.Call;
import com.plivo.api.models.call.CallCreateResponse;
import com.plivo.api.models.call.CallCreator;
import io.micrometer.core.instrument.MeterRegistry;
import okhttp3.ResponseBody;
import retrofit2.Response;

import io.callqueue.tracing.Tracing;

/** The requests that change something at Plivo: to call, which is sent exactly once, and to hang up. */
public final class Plivo {
    private static final int TOO_MANY_REQUESTS = 429;
    /** Said by gateways that lost patience, not by Plivo: nobody knows what it got. */
    private static final int REQUEST_TIMEOUT = 408;
    private static final int NOT_FOUND = 404;
    /** With the time that connections are kept, sooner than servers drop them. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int METHOD_NOT_ALLOWED = 405;
    private final PlivoAPIService dialing;
    private final PlivoAPIService asking;
    private final PlivoSettings settings;
    private final Departure.Gate gate;
    private final DialCounts counts;

    public Plivo(PlivoSettings settings, MeterRegistry metrics, Tracing tracing) {
        this.settings = settings;
        Duration half = settings.requestTimeout().dividedBy(2);
        this.gate = new Departure.Gate(half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT);
        RequestTimes times = new RequestTimes(metrics, tracing);
        this.dialing = PlivoServiceFactory.dialing(settings, gate, times);
        this.asking = PlivoServiceFactory.asking(settings, times);
        this.counts = new DialCounts(metrics);
    }

    /** Asks Plivo to call; the request leaves by this departure, which tells of the moments that it {@link #missed}. */
    public DialResult dial(DialOrder order, Departure departure) {
        return counts.counted(send(order, departure));
    }

    /** A send moment of a dial passed, and nothing left. */
    public void missed() {
        counts.missed();
    }

    private DialResult send(DialOrder order, Departure departure) {
        gate.next(departure);
        try {
            return result(dialing.callCreate(settings.authId(), creator(order)).execute());
        } catch (Departure.MissedException e) {
            return new DialResult.Missed(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return gate.closed()
                    ? new DialResult.InDoubt(String.valueOf(e))
                    : new DialResult.NotArrived(String.valueOf(e));
        } finally {
            gate.closed();
        }
    }

    private CallCreator creator(DialOrder order) {
        CallCreator creator = Call.creator(order.from(), List.of(order.to()), order.answerUrl())
                .answerMethod("POST")
                .ringUrl(order.ringUrl()).ringMethod("POST").hangupUrl(order.hangupUrl()).hangupMethod("POST")
                .fallbackUrl(order.fallbackUrl()).fallbackMethod("POST").timeLimit(order.timeLimit())
                .ringTimeout(order.ringTimeout());
        order.machineCheck().ifPresent(
                check -> creator.machineDetection(check.mode()).machineDetectionUrl(check.url())
                        .machineDetectionMethod("POST"));
        return creator;
    }

    private static DialResult result(Response<CallCreateResponse> response) throws IOException {
        int status = response.code();
        if (response.isSuccessful()) {
            return Optional.ofNullable(response.body()).map(CallCreateResponse::getRequestUuid)
                    .filter(uuid -> !uuid.isBlank()).<DialResult>map(uuid -> new DialResult.Accepted(Optional.of(uuid)))
                    .orElseGet(() -> new DialResult.InDoubt("HTTP " + status + " without a request_uuid"));
        }
        String said = body(response);
        String error = "HTTP " + status + ": " + said;
        if (status == TOO_MANY_REQUESTS || isOfAnother(status, said)) {
            return new DialResult.NotArrived(error);
        }
        return status >= 400 && status < 500 && status != REQUEST_TIMEOUT
                ? new DialResult.Refused(status, error)
                : new DialResult.InDoubt(error);
    }

    /** Plivo says in JSON why it refuses: what says in other words that there is nothing here stands before it, for as long as it does. */
    private static boolean isOfAnother(int status, String said) {
        return (status == NOT_FOUND || status == METHOD_NOT_ALLOWED) && !said.stripLeading().startsWith("{");
    }

    private static String body(Response<?> response) throws IOException {
        try (ResponseBody body = response.errorBody()) {
            String text = body == null ? "" : body.string();
            return text.length() > 300 ? text.substring(0, 300) : text;
        }
    }

    /**
     * Ends a call, whether it waits in Plivo's queue, rings, or is in progress; false when Plivo does not know it (any more).
     *
     * @throws IOException when Plivo can not be asked, or does not say what came of it
     */
    public boolean hangUp(String uuid) throws IOException {
        if (uuid.isBlank()) {
            throw new IllegalArgumentException("hanging up the empty uuid would hang up every call of the account");
        }
        return isEnded(asking.callDelete(settings.authId(), uuid))
                || isEnded(asking.requestDelete(settings.authId(), uuid));
    }

    private static boolean isEnded(retrofit2.Call<?> request) throws IOException {
        Response<?> response;
        try {
            response = request.execute();
        } catch (ProtocolException e) {
            if (String.valueOf(e.getMessage()).startsWith("HTTP 204")) { // with a body, which plivo-java's own client lets pass too
                return true;
            }
            throw e;
        }
        if (!response.isSuccessful() && response.code() != NOT_FOUND) {
            throw new IOException("Plivo answered " + response.code() + " to a hangup");
        }
        return response.isSuccessful();
    }

    /** For what may be asked twice. */
    PlivoAPIService asking() {
        return asking;
    }

    String authId() {
        return settings.authId();
    }
}
