package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.time.Duration;

import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The last step before a request's bytes leave. There is a connection by then, so nothing slow lies between; and what is stopped here, or
 * never got here, surely did not reach Plivo.
 */
@FunctionalInterface
public interface Departure {
    /**
     * Returns when the request may leave: at its moment. The connection stands meanwhile, and is closed when the request does not leave.
     *
     * @param most how long it may take: servers drop connections that are idle, and what is left of the request's own time is for Plivo's answer
     * @throws MissedException when it may not leave any more
     */
    void await(Duration most) throws MissedException;

    /** The request's moment has passed. */
    final class MissedException extends IOException {
        public MissedException(String why) {
            super(why);
        }
    }

    /** The departures of this thread's requests: OkHttp makes synchronous calls in the thread that asks for them. */
    final class Gate implements Interceptor {
        private final Duration most;
        private final ThreadLocal<Departure> next = new ThreadLocal<>();
        private final ThreadLocal<Boolean> left = ThreadLocal.withInitial(() -> false);

        /** @param most how long a departure may take */
        Gate(Duration most) {
            this.most = most;
        }

        /** This thread's next request leaves by this departure. */
        void next(Departure departure) {
            next.set(departure);
            left.set(false);
        }

        /** This thread's requests leave freely again; whether the last one left. */
        boolean closed() {
            next.remove();
            return left.get();
        }

        /** As a network interceptor this runs once there is a connection. */
        @Override
        public Response intercept(Chain chain) throws IOException {
            Departure departure = next.get();
            if (departure != null) {
                departure.await(most);
                if (chain.call().isCanceled()) {
                    throw new MissedException("the request's own time was over before it left");
                }
                left.set(true);
            }
            return chain.proceed(chain.request());
        }
    }
}
