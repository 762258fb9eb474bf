package io.callqueue.scheduler.ledger;

import java.util.Map;

import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import io.callqueue.codec.Json;
import io.callqueue.event.LedgerEntry;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** calls.events, by partition, into the newest state of each call and the figures over all of them. */
public final class LedgerTopology {
    /** With this name the changelog of {@link #CALLS} is {@link Topics#LEDGER}. */
    public static final String APPLICATION = Groups.LEDGER;
    static final String CALLS = "calls";
    static final String FIGURES = "figures";
    static final String STATISTICS = "statistics";
    static final String DEAD_LETTERS = "dead-letters";
    private static final String EVENTS = "events";
    private static final String LEDGER = "ledger";

    private LedgerTopology() {}

    /** @param letters counts what is left out */
    public static Topology build(DeadLetterCount letters) {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        return new Topology().addSource(EVENTS, read, read, Topics.EVENTS)
                .addProcessor(LEDGER, () -> new LedgerProcessor(letters), EVENTS)
                .addStateStore(calls(), LEDGER)
                .addStateStore(figures(), LEDGER)
                .addSink(STATISTICS, Topics.STATISTICS, write, write, LEDGER)
                .addSink(DEAD_LETTERS, Topics.DEAD_LETTER, write, write, LEDGER);
    }

    /** Plain values: others read the changelog. On disk, since calls are many. */
    private static StoreBuilder<KeyValueStore<String, LedgerEntry>> calls() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(CALLS), Serdes.String(), entries())
                .withCachingEnabled().withLoggingEnabled(roomy());
    }

    /** In memory, since figures are few; changed often, so what happens between two commits is written once. */
    private static StoreBuilder<KeyValueStore<String, byte[]>> figures() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(FIGURES), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled().withLoggingEnabled(roomy());
    }

    private static Map<String, String> roomy() {
        return Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Clients.LARGEST_RECORD));
    }

    private static Serde<LedgerEntry> entries() {
        return Serdes.serdeFrom((topic, entry) -> entry == null ? null : Json.bytes(entry),
                (topic, bytes) -> bytes == null ? null : Json.read(bytes, LedgerEntry.class));
    }
}
