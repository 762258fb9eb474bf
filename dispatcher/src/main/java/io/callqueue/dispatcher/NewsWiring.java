package io.callqueue.dispatcher;

import java.util.List;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.callqueue.dispatcher.admission.HeldLeases;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.callback.CallbackHandler;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.disposition.HangupCodes;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.reconcile.HangUp;
import io.callqueue.dispatcher.reconcile.LeaseWatch;
import io.callqueue.dispatcher.reconcile.LookUp;
import io.callqueue.dispatcher.reconcile.ReconcileSettings;
import io.callqueue.dispatcher.reconcile.Reconciler;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.startup.Connections;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** What is heard of dialed calls, and what is asked about those that nothing is heard of. */
@Configuration(proxyBeanMethods = false)
class NewsWiring {
    @Bean
    BatchConsumer callbacks(Connections to, Calls calls, AttemptEnd attemptEnd, AttemptSlots slots, VoiceBot bot,
            HangupCodes codes, ReconcileSettings settings) {
        CallbackHandler handler = new CallbackHandler(calls, attemptEnd, slots, bot, to.topics(), codes,
                settings.webhookMargin());
        return new BatchConsumer(to.clients(), Groups.CALLBACKS, List.of(Topics.CALLBACKS), handler, to.topics());
    }

    @Bean
    HangupCodes hangupCodes(MeterRegistry metrics) {
        return new HangupCodes(metrics);
    }

    @Bean
    PlivoRecords plivoRecords(Plivo plivo) {
        return new PlivoRecords(plivo);
    }

    @Bean
    Reconciler reconciler(Connections to, Calls calls, Leases leases, AttemptEnd attemptEnd, AttemptSlots slots,
            PlivoRecords plivo, CallerNumbers numbers, LongSupplier nanoTime,
            HangUp hangUp, HangupCodes codes, ReconcileSettings settings) {
        LookUp lookUp = new LookUp(plivo, leases::isAnothers, numbers::dialedFrom, nanoTime);
        return new Reconciler(calls, lookUp, attemptEnd, slots, hangUp, to.topics(), settings, codes);
    }

    @Bean
    BatchConsumer reconciles(Connections to, Reconciler reconciler) {
        return new BatchConsumer(to.clients(), Groups.RECONCILE, List.of(Topics.RECONCILE), reconciler,
                to.topics());
    }

    /** Watched by the pod that reads the first partition of calls.reconcile. */
    @Bean
    LeaseWatch leaseWatch(Connections to, Leases leases, AttemptSlots slots, Calls calls, PlivoRecords plivo,
            Reconciler reconciler,
            @Qualifier("reconciles") BatchConsumer reconciles, ReconcileSettings settings) {
        TopicPartition first = new TopicPartition(Topics.RECONCILE, 0);
        return new LeaseWatch(new HeldLeases(to.scripts()), leases, slots, calls, plivo, reconciler,
                settings.leaseWatch(),
                () -> reconciles.assigned().contains(first));
    }
}
