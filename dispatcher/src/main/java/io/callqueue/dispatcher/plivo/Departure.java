package io.callqueue.dispatcher.plivo;

import java.io.IOException;

import okhttp3.Interceptor;
import okhttp3.Response;

/** Whether a request of this thread left for Plivo: without a connection it surely did not. */
final class Departure {
    private static final ThreadLocal<Boolean> LEFT = ThreadLocal.withInitial(() -> false);

    private Departure() {}

    static void awaits() {
        LEFT.set(false);
    }

    static boolean happened() {
        return LEFT.get();
    }

    /** A network interceptor runs once there is a connection, in the thread of a synchronous call. */
    static final class Mark implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            LEFT.set(true);
            return chain.proceed(chain.request());
        }
    }
}
