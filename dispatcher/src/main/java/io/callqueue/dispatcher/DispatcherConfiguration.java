package io.callqueue.dispatcher;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.AdmissionSettings;
import io.callqueue.dispatcher.admission.FreedSlots;
import io.callqueue.dispatcher.callback.CallbackHandler;
import io.callqueue.dispatcher.dial.DialOrders;
import io.callqueue.dispatcher.dial.DialSettings;
import io.callqueue.dispatcher.dial.Dialer;
import io.callqueue.dispatcher.dial.Results;
import io.callqueue.dispatcher.dispatch.Dispatch;
import io.callqueue.dispatcher.dispatch.DispatchLoop;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.Disposition;
import io.callqueue.dispatcher.disposition.RetrySettings;
import io.callqueue.dispatcher.intake.Intake;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.dispatcher.reconcile.HangUp;
import io.callqueue.dispatcher.reconcile.LeaseWatch;
import io.callqueue.dispatcher.reconcile.LookUp;
import io.callqueue.dispatcher.reconcile.ReconcileSettings;
import io.callqueue.dispatcher.reconcile.Reconciler;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.dispatcher.voicebot.VoiceBotSettings;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;
import io.callqueue.webhook.WebhookUrls;

/** How the dispatcher is put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaSettings.class, RedisSettings.class, PlivoSettings.class, VoiceBotSettings.class,
        AdmissionSettings.class,
        DialSettings.class, ReconcileSettings.class, RetrySettings.class})
class DispatcherConfiguration {

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    LongSupplier nanoTime() {
        return System::nanoTime;
    }

    @Bean
    Connections connections(KafkaSettings kafka, RedisSettings redis, RandomGenerator random)
            throws InterruptedException {
        return Connections.open(kafka, redis, random);
    }

    @Bean
    Calls calls(Connections connections) {
        return new Calls(connections.store(), connections.topics());
    }

    @Bean
    Outage outage() {
        return new Outage();
    }

    @Bean
    FreedSlots freedSlots() {
        return new FreedSlots();
    }

    @Bean
    Admission admission(Connections connections, AdmissionSettings settings, LongSupplier nanoTime, FreedSlots freed) {
        return new Admission(connections.redis(), settings, nanoTime, freed);
    }

    @Bean
    Plivo plivo(PlivoSettings settings, DialSettings dial) {
        if (settings.requestTimeout().multipliedBy(2).compareTo(dial.deadline()) > 0) {
            throw new IllegalArgumentException("PLIVO_REQUEST_TIMEOUT is " + settings.requestTimeout()
                    + ": it must not exceed half of DIAL_DEADLINE, "
                    + dial.deadline());
        }
        return new Plivo(settings);
    }

    @Bean
    VoiceBot voiceBot(VoiceBotSettings settings) {
        return new VoiceBot(settings);
    }

    @Bean
    HangUp hangUp(Plivo plivo) {
        return new HangUp(plivo);
    }

    @Bean
    AttemptEnd attemptEnd(Calls calls, RetrySettings settings, RandomGenerator random, Admission admission) {
        return new AttemptEnd(calls, new Disposition(settings, random), admission);
    }

    @Bean
    Dialer dialer(DialSettings settings, ReconcileSettings patience, PlivoSettings account,
            VoiceBotSettings botSettings, Calls calls,
            Admission admission, Outage outage, LongSupplier nanoTime, Plivo plivo, AttemptEnd attemptEnd, VoiceBot bot,
            HangUp hangUp) {
        DialOrders orders = new DialOrders(new WebhookUrls(account.publicUrl(), account.authToken()), botSettings);
        Results results = new Results(settings, patience, calls, attemptEnd, bot, hangUp);
        return new Dialer(UUID.randomUUID().toString(), settings, calls, admission, outage, nanoTime, plivo, orders,
                results);
    }

    @Bean
    Lines lines() {
        return new Lines();
    }

    @Bean
    Intake intake(Connections connections, Lines lines) {
        return new Intake(connections.clients(), lines);
    }

    @Bean
    DispatchLoop dispatchLoop(Lines lines, Calls calls, Connections connections, Admission admission, FreedSlots freed,
            Dialer dialer,
            Outage outage, DialSettings settings) {
        Dispatch dispatch = new Dispatch(lines, calls, connections.topics(), admission, freed, dialer, outage,
                settings.calleeBusy());
        return new DispatchLoop(lines, dispatch, settings.workers());
    }

    @Bean
    BatchConsumer callbacks(Connections connections, Calls calls, AttemptEnd attemptEnd, Admission admission,
            VoiceBot bot, HangUp hangUp,
            ReconcileSettings settings) {
        CallbackHandler handler = new CallbackHandler(calls, attemptEnd, admission, bot, hangUp, connections.topics(),
                settings.webhookMargin());
        return new BatchConsumer(connections.clients(), Groups.CALLBACKS, List.of(Topics.CALLBACKS), handler);
    }

    @Bean
    PlivoRecords plivoRecords(Plivo plivo) {
        return new PlivoRecords(plivo);
    }

    @Bean
    Reconciler reconciler(Connections connections, Calls calls, AttemptEnd attemptEnd, Admission admission,
            PlivoRecords plivo, HangUp hangUp, ReconcileSettings settings) {
        return new Reconciler(calls, new LookUp(plivo), attemptEnd, admission, hangUp, connections.topics(), settings);
    }

    @Bean
    BatchConsumer reconciles(Connections connections, Reconciler reconciler) {
        return new BatchConsumer(connections.clients(), Groups.RECONCILE, List.of(Topics.RECONCILE), reconciler);
    }

    /** Watched by the pod that reads the first partition of calls.reconcile. */
    @Bean
    LeaseWatch leaseWatch(Admission admission, Calls calls, PlivoRecords plivo, Reconciler reconciler,
            @Qualifier("reconciles") BatchConsumer reconciles, ReconcileSettings settings) {
        TopicPartition first = new TopicPartition(Topics.RECONCILE, 0);
        return new LeaseWatch(admission, calls, plivo, reconciler, settings.leaseWatch(),
                () -> reconciles.assigned().contains(first));
    }

    @Bean
    Running running(Intake intake, DispatchLoop loop, List<BatchConsumer> readers, LeaseWatch watch, Outage outage,
            DialSettings settings, PlivoSettings plivo) {
        return new Running(intake, loop, readers, watch, outage, settings.drain(),
                plivo.apiUrl().isEmpty() ? URI.create("https://api.plivo.com") : URI.create(plivo.apiUrl()));
    }
}
