package io.callqueue.scheduler.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.topic.Topics;

import static java.util.Objects.requireNonNull;

/** Keeps Kafka Streams running, whatever befalls it. Nothing waits for it, and nothing else ends with it. */
public final class LedgerStreams implements Loop.Round, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStreams.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    /** It says goodbye, so that others take its partitions at once. */
    private static final CloseOptions CLOSE = CloseOptions.timeout(Duration.ofSeconds(10))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
    private static final long BEFORE_NEXT_THREAD = TimeUnit.SECONDS.toNanos(1);
    private final Admin admin;
    private final KafkaSettings kafka;
    private final LedgerSettings settings;
    private final DeadLetterCount letters;
    private final Outage outage = new Outage("the ledger does not run, statistics stand still; it is tried again");
    private Optional<KafkaStreams> streams = Optional.empty();
    private Optional<StateFolder> folder = Optional.empty();

    public LedgerStreams(Admin admin, KafkaSettings kafka, LedgerSettings settings, DeadLetterCount letters) {
        this.letters = letters;
        this.admin = admin;
        this.kafka = kafka;
        this.settings = settings;
    }

    @Override
    public synchronized Duration run() throws InterruptedException {
        if (streams.filter(running -> !running.state().hasStartedOrFinishedShuttingDown()).isEmpty()) {
            try {
                close();
                open();
                outage.over();
            } catch (IOException | ExecutionException | KafkaException e) {
                outage.noticed(e);
                return TRY_AGAIN;
            }
        }
        markUsed();
        return LOOK;
    }

    /** Not while it is still being read from Kafka what the folder lacks. */
    private void markUsed() {
        if (streams.filter(running -> running.state() == KafkaStreams.State.RUNNING).isPresent()) {
            folder.ifPresent(StateFolder::markUsed);
        }
    }

    private void open() throws IOException, ExecutionException, InterruptedException {
        StateFolder taken = StateFolder.take(settings.stateDir(), topicId());
        folder = Optional.of(taken);
        KafkaStreams made = new KafkaStreams(LedgerTopology.build(letters), StreamsSettings.of(kafka, taken.path()));
        streams = Optional.of(made);
        made.setUncaughtExceptionHandler(LedgerStreams::failed);
        made.start();
    }

    private String topicId() throws ExecutionException, InterruptedException {
        var described = admin.describeTopics(List.of(Topics.LEDGER)).allTopicNames().get();
        return requireNonNull(described.get(Topics.LEDGER), Topics.LEDGER).topicId().toString();
    }

    /** What was under way is taken back by Kafka and done again by the next thread. */
    private static StreamThreadExceptionResponse failed(Throwable failure) {
        LOG.error("a thread of the ledger failed, another goes on", failure);
        LockSupport.parkNanos(BEFORE_NEXT_THREAD); // what fails at once shall not fail in a circle
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    @Override
    public synchronized void close() throws IOException {
        if (streams.filter(running -> !running.close(CLOSE)).isPresent()) {
            LOG.warn("the ledger takes too long to end, going on without it");
        }
        streams = Optional.empty();
        if (folder.isPresent()) {
            folder.get().close();
            folder = Optional.empty();
        }
    }
}
