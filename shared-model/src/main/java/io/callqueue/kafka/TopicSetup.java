package io.callqueue.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import io.callqueue.topic.Topics;

/** Creates the topics that are missing, and refuses to run on settings that could lose a call. */
public final class TopicSetup {
    private final KafkaSettings settings;

    public TopicSetup(KafkaSettings settings) {
        this.settings = settings;
    }

    /** @throws IllegalStateException when a topic's settings could lose a call: the sentence says which and what to do */
    public void run(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        create(admin, existing);
        check(admin, ours().filter(existing::contains).toList());
    }

    private void create(Admin admin, Set<String> existing) throws ExecutionException, InterruptedException {
        for (NewTopic topic : wanted()) {
            if (!existing.contains(topic.name())) {
                create(admin, topic);
            }
        }
        if (!existing.contains(Topics.LEDGER)) {
            int partitions = existing.contains(Topics.EVENTS) ? partitionsOfEvents(admin) : settings.partitions();
            create(admin, soonGone(roomy(topic(Topics.LEDGER, partitions, TopicConfig.CLEANUP_POLICY_COMPACT))));
        }
    }

    private static void create(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private List<NewTopic> wanted() {
        List<NewTopic> topics = new ArrayList<>();
        for (String name : Topics.consumedOnce()) {
            topics.add(topic(name, settings.partitions(), TopicConfig.CLEANUP_POLICY_DELETE));
        }
        topics.add(roomy(topic(Topics.EVENTS, settings.partitions(), TopicConfig.CLEANUP_POLICY_DELETE)));
        topics.add(roomy(topic(Topics.DEAD_LETTER, 1, TopicConfig.CLEANUP_POLICY_DELETE)));
        topics.add(soonGone(topic(Topics.CONTROL, 1, TopicConfig.CLEANUP_POLICY_COMPACT)));
        topics.add(often(topic(Topics.STATISTICS, 1, TopicConfig.CLEANUP_POLICY_COMPACT)));
        return topics;
    }

    /** The ledger has as many: it keeps each call in the partition where its events are. */
    private static int partitionsOfEvents(Admin admin) throws ExecutionException, InterruptedException {
        var described = admin.describeTopics(List.of(Topics.EVENTS)).allTopicNames().get();
        return Objects.requireNonNull(described.get(Topics.EVENTS), Topics.EVENTS).partitions().size();
    }

    /** Kept without limit: what was read is deleted by its readers' committed offsets, never by age. */
    private NewTopic topic(String name, int partitions, String cleanup) {
        Map<String, String> config = new HashMap<>(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup,
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, "-1", TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"));
        if (settings.replication() >= 3) {
            config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(name, partitions, settings.replication()).configs(config);
    }

    /** What comes here holds a whole record of another topic, and more. */
    private static NewTopic roomy(NewTopic topic) {
        Map<String, String> config = new HashMap<>(topic.configs());
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.LARGEST_RECORD));
        return topic.configs(config);
    }

    /**
     * What was replaced leaves the disks within two days, however little is written: it may be about a person who was erased. Not within the
     * hour: who reads it several times, each time for other keys, finds each of them. That there is nothing under a key any more is told
     * for a day: for longer than the folder of a ledger may have missed it.
     */
    private static NewTopic soonGone(NewTopic topic) {
        Map<String, String> config = new HashMap<>(topic.configs());
        String day = String.valueOf(Duration.ofDays(1).toMillis());
        config.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, String.valueOf(Duration.ofHours(1).toMillis()));
        config.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, day);
        config.put(TopicConfig.SEGMENT_MS_CONFIG, day);
        config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, day);
        return topic.configs(config);
    }

    /** Its records are replaced twice a second, and whoever starts reads all that is not compacted yet: so that is little. */
    private static NewTopic often(NewTopic topic) {
        Map<String, String> config = new HashMap<>(topic.configs());
        config.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(16 * 1024 * 1024));
        config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");
        return topic.configs(config);
    }

    private static Stream<String> ours() {
        return Stream.concat(Topics.consumedOnce().stream(),
                Stream.of(Topics.EVENTS, Topics.CONTROL, Topics.DEAD_LETTER, Topics.LEDGER, Topics.STATISTICS));
    }

    /** Those that stood there before; a new one is as it was made, and may not be known to every broker yet. */
    private static void check(Admin admin, List<String> topics) throws ExecutionException, InterruptedException {
        var descriptions = admin.describeTopics(topics).allTopicNames().get();
        List<ConfigResource> resources = topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t))
                .toList();
        Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
        configs.forEach((resource, config) -> {
            TopicDescription description = Objects.requireNonNull(descriptions.get(resource.name()), resource.name());
            checkAcks(resource.name(), description.partitions().getFirst().replicas().size(), config);
            if (Topics.consumedOnce().contains(resource.name())) {
                checkRetention(resource.name(), config);
            }
        });
    }

    /** What every topic needs: an acked record stays. */
    static void checkAcks(String topic, int replicas, Config config) {
        if (replicas >= 3 && Integer.parseInt(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value()) < 2) {
            throw new IllegalStateException("the topic " + topic + " has " + replicas
                    + " replicas but min.insync.replicas below 2: an acked call could be lost; set it to 2 or more");
        }
        if (Boolean.parseBoolean(config.get(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG).value())) {
            throw new IllegalStateException(
                    "the topic " + topic
                            + " allows unclean leader election: an acked call could be lost; set unclean.leader.election.enable=false");
        }
    }

    /** What a topic needs whose records wait for their reader, however long that takes. */
    static void checkRetention(String topic, Config config) {
        if (!"-1".equals(config.get(TopicConfig.RETENTION_MS_CONFIG).value())) {
            throw new IllegalStateException(
                    "the topic " + topic + " drops records by age: a waiting call could be lost; set retention.ms=-1");
        }
        if (!"-1".equals(config.get(TopicConfig.RETENTION_BYTES_CONFIG).value())) {
            throw new IllegalStateException("the topic " + topic
                    + " drops records by size: a waiting call could be lost; set retention.bytes=-1");
        }
        if (config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new IllegalStateException("the topic " + topic
                    + " is compacted: of two records of a call one could be lost; set cleanup.policy=delete");
        }
    }
}
