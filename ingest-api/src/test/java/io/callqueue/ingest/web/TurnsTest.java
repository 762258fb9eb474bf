package io.callqueue.ingest.web;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class TurnsTest {
    private static final byte[] BODY = {1};
    private final Work work = new Work();

    @AfterEach
    void close() {
        work.close();
    }

    private Turns turns(int atOnce) {
        return new Turns(atOnce, work, Problem.overloaded("all turns are taken"));
    }

    private static int status(Mono<ResponseEntity<byte[]>> answer) {
        return Objects.requireNonNull(answer.block()).getStatusCode().value();
    }

    private static ResponseEntity<byte[]> echo(byte[] body) {
        return ResponseEntity.ok().body(body);
    }

    private static int send(Turns turns) {
        return status(turns.answer(Mono.just(BODY), TurnsTest::echo));
    }

    @Test
    void a_turn_is_taken_from_the_first_byte_on_until_the_body_is_answered() {
        Turns turns = turns(1);
        assertThat(send(turns)).isEqualTo(200);
        assertThat(send(turns)).isEqualTo(200);
        assertThat(status(turns.answer(Mono.just(BODY), body -> ResponseEntity.status(send(turns)).build())))
                .isEqualTo(503);
    }

    @Test
    void a_turn_ends_with_a_reading_that_is_broken_off() {
        Turns turns = turns(1);
        Disposable reading = turns.answer(Mono.never(), TurnsTest::echo).subscribe();
        assertThat(send(turns)).isEqualTo(503);
        reading.dispose();
        assertThat(send(turns)).isEqualTo(200);
    }

    @Test
    void as_many_bodies_as_there_are_processors_hold_nobody_else_up() {
        int processors = Runtime.getRuntime().availableProcessors();
        Turns turns = turns(processors);
        AtomicBoolean enough = new AtomicBoolean();
        List<Disposable> computing = IntStream.range(0, processors)
                .mapToObj(i -> turns.answer(Mono.just(BODY), body -> computeUntil(enough)).subscribe()).toList();
        try {
            assertThat(work.start(() -> "somebody else")).succeedsWithin(Duration.ofSeconds(60));
            assertThat(computing).noneMatch(Disposable::isDisposed);
        } finally {
            enough.set(true);
        }
    }

    private static ResponseEntity<byte[]> computeUntil(AtomicBoolean enough) {
        while (!enough.get()) {
            Thread.onSpinWait();
        }
        return ResponseEntity.ok().build();
    }
}
