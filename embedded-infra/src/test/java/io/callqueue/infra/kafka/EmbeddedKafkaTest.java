package io.callqueue.infra.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.callqueue.infra.ChildJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedKafkaTest {

    @Test
    void records_and_group_offsets_are_kept_over_a_restart_on_the_same_port() throws Exception {
        try (var kafka = EmbeddedKafka.start(KafkaOptions.temporary())) {
            String before = kafka.bootstrapServers();
            var topic = Topic.create(before, "kept");
            topic.send("one");
            assertThat(topic.receive("readers", 1)).containsExactly("one");
            topic.send("two");

            kafka.restart();

            assertThat(kafka.bootstrapServers()).isEqualTo(before);
            assertThat(topic.receive("readers", 1)).containsExactly("two");
            assertThat(topic.receive("late readers", 2)).containsExactly("one", "two");
        }
    }

    @Test
    void a_directory_is_taken_up_again_after_its_jvm_was_killed(@TempDir Path directory) throws Exception {
        try (var child = ChildJvm.start(KafkaToKill.class, directory)) {
            child.kill();
        }
        try (var kafka = EmbeddedKafka.start(KafkaOptions.in(directory))) {
            assertThat(new Topic(kafka.bootstrapServers(), "kept").receive("readers", 1)).containsExactly("one");
        }
    }

    /** The program of the JVM that is killed. */
    static final class KafkaToKill {

        public static void main(String[] args) throws Exception {
            var kafka = EmbeddedKafka.start(KafkaOptions.in(Path.of(args[0])));
            Topic.create(kafka.bootstrapServers(), "kept").send("one");
            ChildJvm.reportReady(kafka.bootstrapServers());
        }
    }

    @Test
    void topics_are_never_created_by_use_and_have_the_given_partitions_by_default() throws Exception {
        try (var kafka = EmbeddedKafka.start(KafkaOptions.temporary().withPartitions(7));
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("misspelled")).allTopicNames().get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            assertThat(admin.listTopics().names().get()).isEmpty();

            var created = admin.createTopics(List.of(new NewTopic("spelled", Optional.empty(), Optional.empty())));
            assertThat(created.numPartitions("spelled").get()).isEqualTo(7);
        }
    }

    @Test
    void a_directory_in_use_is_refused_and_its_server_and_this_jvm_live_on(@TempDir Path directory) throws Exception {
        try (var first = EmbeddedKafka.start(KafkaOptions.in(directory))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(KafkaOptions.in(directory)))
                    .hasMessageContaining("in use by a running server");
            Topic.create(first.bootstrapServers(), "unharmed").send("one");
        }
    }

    @Test
    void a_taken_port_is_an_exception_and_no_end_of_the_jvm() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var options = KafkaOptions.temporary().withPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedKafka.start(options))
                    .hasStackTraceContaining("Address already in use");
        }
    }

    @Test
    void only_this_machine_can_connect_and_a_temporary_directory_is_deleted_on_close() throws Exception {
        var kafka = EmbeddedKafka.start(KafkaOptions.temporary());
        try (kafka) {
            assertThat(kafka.directory()).exists();
            assertThat(outsideAddresses())
                    .allSatisfy(address -> assertThatThrownBy(() -> connect(address, kafka.port()))
                            .isInstanceOf(IOException.class));
        }
        assertThat(kafka.directory()).doesNotExist();
    }

    private static List<InetAddress> outsideAddresses() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress()).toList();
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
        }
    }
}
