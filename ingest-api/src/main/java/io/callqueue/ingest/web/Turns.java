package io.callqueue.ingest.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Lets a few large bodies in at a time. One takes much memory from its first byte on, so its turn is taken before it is read. */
public final class Turns {
    private final Semaphore free;
    private final Work work;
    private final Problem busy;

    /** @param busy the answer to whoever finds no turn */
    public Turns(int atOnce, Work work, Problem busy) {
        this.free = new Semaphore(atOnce);
        this.work = work;
        this.busy = busy;
    }

    /** What a body comes to. */
    @FunctionalInterface
    public interface Steps {
        ResponseEntity<byte[]> answer(byte[] body) throws Exception;
    }

    /** The turn ends with the steps, which go on when the client has gone; or with the reading, if that fails. */
    public Mono<ResponseEntity<byte[]>> answer(Mono<byte[]> body, Steps steps) {
        return Mono.defer(() -> free.tryAcquire() ? answer(body, steps, new Turn()) : Mono.just(busy.answer()));
    }

    private Mono<ResponseEntity<byte[]>> answer(Mono<byte[]> body, Steps steps, Turn turn) {
        Mono<byte[]> read = body.doFinally(how -> {
            if (how != SignalType.ON_COMPLETE) {
                turn.close();
            }
        });
        return read.flatMap(bytes -> work.answerLong(() -> {
            try (turn) {
                return steps.answer(bytes);
            }
        }));
    }

    /** The right to hold one body in memory. */
    private final class Turn implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
