package io.callqueue.scheduler;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.callqueue.control.ControlStore;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.DeadLetterCount;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.metrics.MetricsServer;
import io.callqueue.metrics.MetricsSettings;
import io.callqueue.metrics.ServiceMetrics;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.scheduler.audit.AuditGauges;
import io.callqueue.scheduler.audit.AuditRound;
import io.callqueue.scheduler.audit.AuditSettings;
import io.callqueue.scheduler.cancel.CancelledCalls;
import io.callqueue.scheduler.command.CommandHandler;
import io.callqueue.scheduler.due.TimerMetrics;
import io.callqueue.scheduler.due.TimerRound;
import io.callqueue.scheduler.due.TimerSettings;
import io.callqueue.scheduler.erasure.ErasureRound;
import io.callqueue.scheduler.failed.FailedCalls;
import io.callqueue.scheduler.hangup.LiveCalls;
import io.callqueue.scheduler.ledger.LedgerSettings;
import io.callqueue.scheduler.ledger.LedgerStreams;
import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.parking.LookPace;
import io.callqueue.scheduler.parking.ParkedCalls;
import io.callqueue.scheduler.registration.DirectCalls;
import io.callqueue.scheduler.registration.ScheduledCalls;
import io.callqueue.scheduler.retention.RetentionRound;
import io.callqueue.scheduler.retention.RetentionSettings;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.scheduler.walk.Errand;
import io.callqueue.scheduler.walk.WalkRound;
import io.callqueue.startup.Connections;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.CampaignWalk;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** How the parts hang together. {@link Running} starts and ends consumers and loops, connections close after it. */
@Configuration(proxyBeanMethods = false)
class Wiring {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    MetricsServer metricsServer(MetricsSettings settings, ServiceMetrics metrics) {
        return MetricsServer.start(settings, metrics);
    }

    @Bean
    Connections connections(KafkaSettings kafka, RedisSettings redis, MeterRegistry metrics)
            throws InterruptedException {
        return Connections.open(kafka, redis, RandomGenerator.getDefault(), metrics);
    }

    @Bean
    ControlStore control(Connections to) {
        return new ControlStore(to.scripts());
    }

    @Bean
    BatchConsumer scheduledCalls(Connections to, ControlStore control) {
        return new BatchConsumer(to.clients(), Groups.TIMERS, List.of(Topics.SCHEDULED),
                new ScheduledCalls(to.store(), control, to.topics()), to.topics());
    }

    @Bean
    BatchConsumer directCalls(Connections to, ControlStore control) {
        return new BatchConsumer(to.clients(), Groups.REGISTRATION, Topics.priorities(),
                new DirectCalls(to.store(), control, to.topics()), to.topics());
    }

    @Bean
    BatchConsumer commands(Connections to, ControlStore control) {
        return new BatchConsumer(to.clients(), Groups.COMMANDS, List.of(Topics.COMMANDS),
                new CommandHandler(to.store(), control, to.topics()), to.topics());
    }

    @Bean
    OwnedShards ownedShards(BatchConsumer scheduledCalls, Connections to) {
        return new OwnedShards(scheduledCalls::assigned, () -> to.sender().partitions(Topics.SCHEDULED));
    }

    @Bean
    Loop timers(OwnedShards shards, Connections to, TimerSettings settings, InstantSource clock,
            MeterRegistry metrics) throws InterruptedException {
        LookPace pace = new LookPace(settings.parkedLookInterval(), clock);
        ParkedCalls parked = ParkedCalls.of(to.store(), to.redis(), pace, settings.batch(),
                RandomGenerator.getDefault());
        TimerRound round = TimerRound.of(shards, to.store(), to.topics(), settings, parked, pace, clock,
                new TimerMetrics(metrics));
        Loop timers = new Loop("timers", round);
        Map<String, Integer> shardOf = CallStore.timerChannels();
        to.listen(shardOf.keySet(), (channel, message) -> {
            round.wake(shardOf.getOrDefault(channel, 0));
            timers.wake();
        });
        return timers;
    }

    @Bean
    Loop retention(OwnedShards shards, Connections to, RetentionSettings settings, InstantSource clock) {
        return new Loop("retention", RetentionRound.of(shards, to, settings, clock));
    }

    @Bean
    Loop erasures(OwnedShards shards, ControlStore control, Connections to, InstantSource clock) {
        return new Loop("erasures", ErasureRound.of(shards, control, to, clock));
    }

    @Bean
    Loop audits(OwnedShards shards, Connections to, AuditSettings settings, InstantSource clock,
            MeterRegistry metrics) {
        return new Loop("audits", new AuditRound(settings, shards::includeFirstPartition,
                () -> new Audit(to.store(), new CallWalk(to.redis()), to.clients()).run(), new AuditGauges(metrics),
                clock));
    }

    @Bean
    Loop cancellations(OwnedShards shards, ControlStore control, Connections to) {
        return walks("cancellations", shards, control, to, new CancelledCalls(control, to.store(), to.topics()),
                "calls of cancelled campaigns are ended later");
    }

    @Bean
    Loop hangUps(OwnedShards shards, ControlStore control, Connections to) {
        return walks("hang-ups", shards, control, to, new LiveCalls(control, to.store(), to.topics()),
                "calls of paused campaigns are hung up later");
    }

    @Bean
    Loop failedCalls(OwnedShards shards, ControlStore control, Connections to) {
        return walks("failed calls", shards, control, to, new FailedCalls(control, to.store(), to.topics()),
                "calls in the place of failed ones are made later");
    }

    private static Loop walks(String name, OwnedShards shards, ControlStore control, Connections to, Errand errand,
            String laterThen) {
        return new Loop(name,
                new WalkRound(shards, control, new CampaignWalk(to.scripts(), errand.route()), errand, laterThen));
    }

    @Bean
    LedgerStreams ledgerStreams(Connections to, KafkaSettings kafka, LedgerSettings settings, MeterRegistry metrics) {
        return new LedgerStreams(to.admin(), kafka, settings, new DeadLetterCount(metrics));
    }

    @Bean
    Loop ledger(LedgerStreams streams) {
        return new Loop("ledger", streams);
    }

    @Bean
    Running running(List<BatchConsumer> consumers, List<Loop> loops) {
        return new Running(consumers, loops);
    }
}
