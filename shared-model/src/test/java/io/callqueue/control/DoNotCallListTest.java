package io.callqueue.control;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import io.callqueue.codec.Json;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.CompleteRedis;
import io.callqueue.store.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What records about do-not-call numbers do, on a real Redis. */
class DoNotCallListTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NUMBER = "+919123456789";
    private static final String KEY = "dnc:+919123456789";
    private static final Instant SINCE = Instant.parse("2027-01-15T14:30:00.123Z");
    private static final DoNotCall ASKED = DoNotCall.of(NUMBER, Optional.of("asked us  not to, \u00e4"), SINCE);
    private static RedisConnection connection;
    private ControlStore store;
    private DoNotCallList list;

    @BeforeAll
    static void open() {
        connection = CompleteRedis.open(redis.uri());
    }

    @AfterAll
    static void close() {
        connection.close();
    }

    @BeforeEach
    void empty() {
        CompleteRedis.empty(connection);
        store = new ControlStore(connection.commands());
        list = new DoNotCallList(connection.commands());
    }

    @Test
    void a_number_is_listed_with_its_reason_and_since_when() {
        assertThat(list.find(NUMBER).join()).isEmpty();
        put(5, ASKED);
        assertThat(list.find(NUMBER).join()).contains(ASKED);
        assertThat(store.isInForce(KEY, 5).join()).isTrue();
        assertThat(store.isInForce(KEY, 6).join()).isFalse();
        put(6, DoNotCall.of(NUMBER, Optional.empty(), SINCE));
        assertThat(list.find(NUMBER).join()).contains(DoNotCall.of(NUMBER, Optional.empty(), SINCE));
    }

    @Test
    void many_are_looked_up_at_once_also_when_one_is_asked_for_twice() {
        put(5, ASKED);
        assertThat(list.find(List.of("+1", NUMBER, "+2", NUMBER)).join()).isEqualTo(Map.of(NUMBER, ASKED));
    }

    @Test
    void an_older_record_read_again_neither_lists_a_number_that_was_taken_off_nor_takes_it_off() {
        put(5, ASKED);
        end(7);
        assertThat(list.find(NUMBER).join()).isEmpty();
        assertThat(store.isInForce(KEY, 7).join()).isTrue();
        put(5, ASKED);
        put(7, ASKED);
        assertThat(list.find(NUMBER).join()).isEmpty();
        put(8, ASKED);
        end(7);
        assertThat(list.find(NUMBER).join()).contains(ASKED);
    }

    @Test
    void a_record_put_in_force_twice_changes_nothing_more() {
        put(5, ASKED);
        put(5, DoNotCall.of(NUMBER, Optional.empty(), SINCE));
        assertThat(list.find(NUMBER).join()).contains(ASKED);
        end(6);
        end(6);
        assertThat(list.find(NUMBER).join()).isEmpty();
    }

    @Test
    void many_records_are_put_in_force_in_their_order_and_each_once() {
        List<DoNotCallList.Change> changes = new ArrayList<>();
        for (int n = 0; n < 250; n++) {
            changes.add(change("+1%03d".formatted(n), n, Optional.of("listed")));
        }
        changes.add(change("+1000", 250, Optional.empty()));
        changes.add(change("+1001", 251, Optional.of("again")));
        list.apply(changes).join();
        list.apply(changes).join();
        list.apply(List.of(change("+1000", 249, Optional.of("late")), change("+1002", 1, Optional.empty()))).join();
        assertThat(list.find("+1000").join()).isEmpty();
        assertThat(list.find("+1001").join().flatMap(DoNotCall::reason)).contains("again");
        assertThat(list.find("+1002").join()).isPresent();
        assertThat(connection.commands().hlen(DoNotCallList.LISTED).toCompletableFuture().join()).isEqualTo(249);
        list.apply(List.of()).join();
    }

    private static DoNotCallList.Change change(String number, long offset, Optional<String> reason) {
        return DoNotCallList.Change.of(DoNotCall.key(number), offset,
                reason.map(why -> Json.bytes(DoNotCall.of(number, Optional.of(why), SINCE)))).orElseThrow();
    }

    @Test
    void redis_keeps_nothing_of_a_number_but_its_own_field() {
        put(5, ASKED);
        assertThat(keys()).containsExactly("dnc:{admission}");
        end(6);
        assertThat(keys()).containsExactly("dnc-delisted:{admission}");
    }

    private List<String> keys() {
        return connection.commands().keys("dnc*").toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{", "null", "{}"})
    void a_record_that_is_none_of_ours_changes_nothing(String json) {
        assertThatThrownBy(() -> store.apply(KEY, 1, Optional.of(json.getBytes(StandardCharsets.UTF_8))).join())
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
        assertThat(list.find(NUMBER).join()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnc:", "dnc:919123456789", "dnc:+", "dnc:+9 1", "dnc:+91/x"})
    void nobody_knows_a_key_without_a_number(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.apply(key, 1, Optional.empty()).join()).withMessageContaining(key);
    }

    private void put(long offset, DoNotCall value) {
        store.apply(DoNotCall.key(NUMBER), offset, Optional.of(Json.bytes(value))).join();
    }

    private void end(long offset) {
        store.apply(DoNotCall.key(NUMBER), offset, Optional.empty()).join();
    }
}
