package io.callqueue.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.codec.Json;
import io.callqueue.infra.FreePort;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person sees who starts something. */
@Isolated("it starts one JVM after the other, which takes the processors from everybody")
class CommandLineTest {
    /** Nobody listens at port 1. */
    private static final Map<String, String> NOTHING_THERE = Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
            "REDIS_URL", "redis://127.0.0.1:1", "PLIVO_AUTH_ID", SimulatorOptions.AUTH_ID, "PLIVO_AUTH_TOKEN",
            SimulatorOptions.AUTH_TOKEN, "PLIVO_NUMBER", Exports.CALLER_NUMBER, "PLIVO_API_URL", "http://127.0.0.1:1",
            "AGENT_SERVER_URL", "http://127.0.0.1:1");

    private static Map<String, String> with(Map<String, String> environment, String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return changed;
    }

    @ParameterizedTest
    @CsvSource({"dispatcher,MAX_CONCURRENT_CALLS,0", "dispatcher,QUEUE_WORKERS,x", "dispatcher,PLIVO_AUTH_ID,''",
            "dispatcher,PLIVO_AUTH_ID,wrong", "dispatcher,PLIVO_NUMBER,12", "dispatcher,RATE_LIMIT_PER_SECOND,fast",
            "dispatcher,DIAL_DEADLINE,soon", "dispatcher,REDIS_URL,nonsense", "ingest-api,MAX_CONCURRENT_CALLS,0",
            "ingest-api,PORT,abc", "ingest-api,REDIS_URL,nonsense", "ingest-api,PUBLIC_URL,nonsense",
            "retry-scheduler,TIMER_BATCH,0", "retry-scheduler,REDIS_URL,nonsense",
            "retry-scheduler,KAFKA_PARTITIONS,many", "retry-scheduler,METRICS_PORT,70000",
            "dispatcher,METRICS_PORT,web", "dispatcher,LOG_FORMAT,xml"})
    void impossible_setting_stops_the_start_with_a_sentence(String service, String variable, String value) {
        try (Child child = Child.start(with(NOTHING_THERE, variable, value), "run", service)) {
            assertThat(child.exitCode()).isNotZero();
            List<String> said = child.output().lines().toList();
            assertThat(said).as(child.output()).hasSize(1);
            assertThat(said.getFirst()).contains(variable);
        }
    }

    @Test
    void log_is_written_for_a_machine_when_that_is_asked_for() {
        try (Child child = Child.start(with(NOTHING_THERE, "LOG_FORMAT", "json"), "run", "retry-scheduler")) {
            child.awaitOutput("waiting for Redis");
            child.terminate();
            child.exitCode();
            assertThat(child.output().lines()).isNotEmpty()
                    .allSatisfy(line -> assertThat(Json.tree(line.getBytes(StandardCharsets.UTF_8)).path("level")
                            .asString()).as(line).isNotEmpty());
        }
    }

    @Test
    void unknown_service_and_command_are_explained() {
        StringWriter err = new StringWriter();
        var commandLine = Callqueue.commandLine().setErr(new PrintWriter(err));
        assertThat(commandLine.execute("run", "nothing")).isEqualTo(2);
        assertThat(err.toString()).contains("ingest-api", "retry-scheduler", "dispatcher");
        assertThat(commandLine.execute("fly")).isEqualTo(2);
    }

    @Test
    void help_lists_the_commands() {
        StringWriter out = new StringWriter();
        assertThat(Callqueue.commandLine().setOut(new PrintWriter(out)).execute("help")).isZero();
        assertThat(out.toString()).contains("demo", "up", "check", "run", "infra", "simulator", "help");
        assertThat(Callqueue.commandLine().setErr(new PrintWriter(out)).execute("help", "fly")).isEqualTo(2);
        assertThat(out.toString()).contains("there is no command fly");
    }

    @ParameterizedTest
    @CsvSource({"soak,--seeds", "demo,demo", "bench,dispatch"})
    void each_command_explains_itself(String command, String said) {
        StringWriter out = new StringWriter();
        assertThat(Callqueue.commandLine().setOut(new PrintWriter(out)).execute(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: callqueue " + command, said);
    }

    @Test
    void check_says_what_does_not_answer() {
        try (Child child = Child.start(NOTHING_THERE, "check", "--seconds", "1")) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output().lines()).hasSize(4).allMatch(line -> line.contains("FAILED"));
            assertThat(child.output()).contains("KAFKA_BOOTSTRAP_SERVERS", "REDIS_URL", "PLIVO_AUTH_ID",
                    "AGENT_SERVER_URL");
        }
    }

    /** How fast it is is of no matter here. */
    @Test
    void bench_measures_what_a_dial_costs() {
        try (Child child = Child.start(NOTHING_THERE, "bench", "dispatch", "--warm-up", "0", "--rounds", "1", "--calls",
                "200")) {
            assertThat(child.exitCode()).as(child.output()).isZero();
            assertThat(child.output()).contains("bare loop of plivo-java", "of the bare loop");
        }
    }

    @Test
    void up_names_the_variable_that_is_no_port() {
        try (Child child = Child.start(with(NOTHING_THERE, "PORT", "abc"), "up")) {
            assertThat(child.exitCode()).isNotZero();
            assertThat(child.output()).contains("PORT is 'abc'");
        }
    }

    @Test
    void service_that_waits_can_be_stopped() {
        try (Child child = Child.start(NOTHING_THERE, "run", "dispatcher")) {
            child.awaitOutput("waiting for Redis");
            child.terminate();
            assertThat(child.exitCode()).isZero();
        }
    }

    @Test
    void service_waits_for_redis_and_kafka_and_goes_on_when_they_come() {
        int redisPort = FreePort.orAny(0);
        int kafkaPort = FreePort.orAny(0);
        try (Started started = new Started()) {
            PlivoSimulator plivo = started.start(() -> PlivoSimulator.start(SimulatorOptions.defaults()));
            Map<String, String> environment = new HashMap<>(NOTHING_THERE);
            environment.putAll(Map.of("REDIS_URL", "redis://127.0.0.1:" + redisPort, "KAFKA_BOOTSTRAP_SERVERS",
                    "127.0.0.1:" + kafkaPort, "PLIVO_API_URL", plivo.uri().toString(), "AGENT_SERVER_URL",
                    plivo.uri().toString()));
            Child child = started.start(() -> Child.start(environment, "run", "retry-scheduler"));
            child.awaitOutput("waiting for Redis at redis://127.0.0.1:" + redisPort);
            started.start(() -> EmbeddedRedis.start(RedisOptions.temporary().withPort(redisPort)));
            child.awaitOutput("waiting for Kafka at 127.0.0.1:" + kafkaPort);
            started.start(() -> EmbeddedKafka.start(KafkaOptions.temporary().withPort(kafkaPort)));
            child.awaitOutput("retry-scheduler started");
            Child check = started.start(() -> Child.start(environment, "check", "--seconds", "60"));
            assertThat(check.exitCode()).as(check.output()).isZero();
            assertThat(check.output().lines()).hasSize(4).allMatch(line -> line.contains(" ok "));
            child.terminate();
            assertThat(child.exitCode()).isZero();
        }
    }
}
