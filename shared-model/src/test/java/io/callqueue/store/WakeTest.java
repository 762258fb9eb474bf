package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Moves;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Who works a shard hears of a timer that may fire before its next look. */
class WakeTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    private static final CallId ID = new CallId("call-1");
    private static final String CHANNEL = "timers:{" + ID.shard() + "}";
    private static final CallRequest REQUEST = OpenStore.request("campaign-1");
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private OpenStore open;
    private RedisConnection listening;

    @BeforeEach
    void listen() {
        open = new OpenStore(redis.uri());
        open.flush();
        listening = CompleteRedis.open(redis.uri());
        listening.listen(CallStore.timerChannels().keySet(), (channel, message) -> heard.add(channel));
    }

    @AfterEach
    void close() {
        listening.close();
        open.close();
    }

    private void create(Optional<Instant> due) {
        assertThat(await(open.store.create(OpenStore.call(ID.value(), REQUEST, due), REQUEST)))
                .isInstanceOf(Creation.Created.class);
    }

    private void move(Mover mover) {
        assertThat(await(open.store.update(ID, mover))).isInstanceOf(Update.Moved.class);
    }

    /** Messages come in their order: the last one that is heard is the first of this moment's, if nothing else was told before. */
    private List<String> told() throws InterruptedException {
        var unused = listening.commands().publish("timers:{63}", "the last word");
        List<String> told = new ArrayList<>();
        for (String channel = next(); !channel.equals("timers:{63}"); channel = next()) {
            told.add(channel);
        }
        return told;
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElseThrow();
    }

    @Test
    void every_shard_has_its_channel() {
        assertThat(CallStore.timerChannels()).hasSize(CallId.SHARDS).containsEntry(CHANNEL, ID.shard());
        assertThat(ID.shard()).isNotEqualTo(63);
    }

    @Test
    void a_call_that_is_due_within_a_second_is_told_of() throws InterruptedException {
        create(Optional.of(Instant.now().plusMillis(300)));

        assertThat(told()).containsExactly(CHANNEL);
    }

    @Test
    void a_call_that_is_due_later_is_found_by_the_next_look() throws InterruptedException {
        create(Optional.of(Instant.now().plusSeconds(60)));

        assertThat(told()).isEmpty();
    }

    @Test
    void a_call_that_is_held_back_for_a_moment_is_told_of() throws InterruptedException {
        create(Optional.empty());
        move((call, now) -> Moves.defer(call, 1, now, now.plusMillis(200), "for a moment"));

        assertThat(told()).containsExactly(CHANNEL);
    }

    @Test
    void a_claimed_call_is_not() throws InterruptedException {
        create(Optional.empty());
        move((call, now) -> Moves.claim(call, 1, now, "pod", "lease", Duration.ofSeconds(30)));

        assertThat(told()).isEmpty();
    }

    @Test
    void the_first_parked_call_of_a_campaign_is_told_of() throws InterruptedException {
        create(Optional.empty());
        move((call, now) -> Moves.park(call, 1, now, "its campaign is paused"));

        assertThat(told()).containsExactly(CHANNEL);
    }
}
