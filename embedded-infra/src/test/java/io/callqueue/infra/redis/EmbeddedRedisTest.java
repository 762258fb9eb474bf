package io.callqueue.infra.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.callqueue.infra.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EmbeddedRedisTest {

    @Test
    void it_never_evicts_and_a_temporary_directory_is_deleted_on_close() {
        var redis = EmbeddedRedis.start(RedisOptions.temporary());
        try (redis; var client = RedisClient.create(redis.uri())) {
            var commands = client.connect().sync();
            assertThat(commands.configGet("maxmemory-policy")).containsEntry("maxmemory-policy", "noeviction");
            assertThat(commands.configGet("bind")).containsEntry("bind", "127.0.0.1");
            assertThat(redis.directory()).exists();
        }
        assertThat(redis.directory()).doesNotExist();
    }

    @Test
    void with_persistence_data_is_kept_over_a_stop_on_the_same_port() {
        try (var redis = EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true))) {
            String before = redis.uri();
            set(before, "key", "kept");
            redis.stop();
            assertThatThrownBy(() -> get(before, "key")).isInstanceOf(RedisConnectionException.class);
            redis.start();
            assertThat(redis.uri()).isEqualTo(before);
            assertThat(get(before, "key")).isEqualTo("kept");
        }
    }

    @Test
    void with_persistence_data_that_reached_the_file_outlives_a_kill() {
        try (var redis = EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true))) {
            set(redis.uri(), "key", "kept");
            redis.kill();
            redis.start();
            assertThat(get(redis.uri(), "key")).isEqualTo("kept");
        }
    }

    @Test
    void without_persistence_a_restart_begins_empty() {
        try (var redis = EmbeddedRedis.start(RedisOptions.temporary())) {
            set(redis.uri(), "key", "lost");
            redis.restart();
            assertThat(get(redis.uri(), "key")).isNull();
        }
    }

    @Test
    void a_server_left_behind_by_a_killed_jvm_is_ended_and_its_data_taken_over(@TempDir Path directory)
            throws Exception {
        try (var child = ChildJvm.start(RedisToKill.class, directory)) {
            child.kill();
            var orphan = ServerRecord.read(directory).orElseThrow();
            assertThat(orphan.process()).isPresent();
            int port = Integer.parseInt(child.report());

            try (var redis = EmbeddedRedis.start(RedisOptions.in(directory).withPort(port))) {
                assertThat(orphan.process()).isEmpty();
                assertThat(get(redis.uri(), "key")).isEqualTo("kept");
            }
        }
    }

    /** The program of the JVM that is killed. */
    static final class RedisToKill {

        public static void main(String[] args) throws Exception {
            var redis = EmbeddedRedis.start(RedisOptions.in(Path.of(args[0])));
            set(redis.uri(), "key", "kept");
            ChildJvm.reportReady(redis.port());
        }
    }

    @Test
    void the_server_of_a_jvm_that_ends_in_good_order_ends_with_it(@TempDir Path directory) throws Exception {
        try (var child = ChildJvm.start(RedisToKill.class, directory)) {
            var server = ServerRecord.read(directory).orElseThrow();
            assertThat(server.process()).isPresent();
            child.terminate();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(server.process()).isEmpty());
        }
    }

    @Test
    void a_directory_in_use_is_refused_and_its_server_lives_on(@TempDir Path directory) {
        try (var first = EmbeddedRedis.start(RedisOptions.in(directory))) {
            assertThatThrownBy(() -> EmbeddedRedis.start(RedisOptions.in(directory)))
                    .hasMessageContaining("in use by a running server");
            set(first.uri(), "key", "kept");
        }
    }

    @Test
    void a_taken_port_is_named_in_the_failure() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> hangUp(taken));
            var options = RedisOptions.temporary().withPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedRedis.start(options)).hasMessageContaining("Address already in use");
        }
    }

    /** Whoever asks it is not kept waiting for an answer. */
    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    private static void set(String uri, String key, String value) {
        with(uri, commands -> commands.set(key, value));
    }

    private static String get(String uri, String key) {
        return with(uri, commands -> commands.get(key));
    }

    private static <T> T with(String uri, Function<RedisCommands<String, String>, T> work) {
        try (var client = RedisClient.create(uri); var connection = client.connect()) {
            return work.apply(connection.sync());
        }
    }
}
