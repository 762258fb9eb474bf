package io.callqueue.dispatcher;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.AdmissionGauges;
import io.callqueue.dispatcher.admission.AdmissionSettings;
import io.callqueue.dispatcher.admission.DialCap;
import io.callqueue.dispatcher.admission.HeldLeases;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Wake;
import io.callqueue.dispatcher.control.CampaignWindows;
import io.callqueue.dispatcher.control.ControlReader;
import io.callqueue.dispatcher.control.Stops;
import io.callqueue.dispatcher.dial.DialSettings;
import io.callqueue.dispatcher.dispatch.Clearance;
import io.callqueue.dispatcher.dispatch.DispatchLoop;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.disposition.Disposition;
import io.callqueue.dispatcher.disposition.RetrySettings;
import io.callqueue.dispatcher.intake.Intake;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoReporter;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.dispatcher.reconcile.HangUp;
import io.callqueue.dispatcher.reconcile.LeaseWatch;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.dispatcher.voicebot.VoiceBotSettings;
import io.callqueue.kafka.BatchConsumer;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.metrics.MetricsServer;
import io.callqueue.metrics.MetricsSettings;
import io.callqueue.metrics.ServiceMetrics;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisSettings;
import io.callqueue.tracing.Tracing;

/** What every part needs, and the order in which all start and stop. */
@Configuration(proxyBeanMethods = false)
class Wiring {
    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    LongSupplier nanoTime() {
        return System::nanoTime;
    }

    @Bean
    MetricsServer metricsServer(MetricsSettings settings, ServiceMetrics metrics) {
        return MetricsServer.start(settings, metrics);
    }

    @Bean
    Connections connections(KafkaSettings kafka, RedisSettings redis, RandomGenerator random, MeterRegistry metrics)
            throws InterruptedException {
        return Connections.open(kafka, redis, random, metrics);
    }

    @Bean
    Calls calls(Connections to, MeterRegistry metrics) {
        return new Calls(to.store(), to.topics(), metrics);
    }

    @Bean(initMethod = "start")
    AdmissionGauges admissionGauges(Connections to, ControlStore control, AdmissionSettings settings,
            MeterRegistry metrics, LongSupplier nanoTime) {
        return new AdmissionGauges(new HeldLeases(to.scripts()), control, settings, metrics, nanoTime);
    }

    @Bean
    Outage outage() {
        return new Outage();
    }

    @Bean
    Wake wake() {
        return new Wake();
    }

    @Bean
    CallerNumbers callerNumbers(PlivoSettings account) {
        return account.callerNumbers();
    }

    @Bean
    Admission admission(Connections to, AdmissionSettings settings, LongSupplier nanoTime, CallerNumbers numbers,
            DialCap dialCap) {
        return new Admission(to.scripts(), settings, nanoTime, numbers, dialCap);
    }

    @Bean
    ControlStore controlStore(Connections to) {
        return new ControlStore(to.scripts());
    }

    @Bean
    CampaignWindows campaignWindows() {
        return new CampaignWindows();
    }

    @Bean
    ControlReader controlReader(Connections to, ControlStore store, CampaignWindows windows, Outage outage) {
        return new ControlReader(to.clients(), store, windows, outage);
    }

    @Bean
    Stops stops(Connections to, ControlStore store, CallerNumbers numbers) {
        return new Stops(store, to.sender(), numbers);
    }

    @Bean
    Plivo plivo(PlivoSettings settings, MeterRegistry metrics, Tracing tracing) {
        return new Plivo(settings, metrics, tracing);
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
    Leases leases(Connections to, DialCap dialCap) {
        dialCap.tell(to.sender()); // whoever makes a Redis anew has to know
        return new Leases(to.scripts(), dialCap);
    }

    @Bean
    AttemptSlots attemptSlots(Calls calls, Leases leases) {
        return new AttemptSlots(calls, leases);
    }

    @Bean
    AttemptEnd attemptEnd(Calls calls, RetrySettings settings, RandomGenerator random, AttemptSlots slots,
            Stops stops, ControlStore control) {
        return new AttemptEnd(calls, new Disposition(settings, random), slots, stops, control);
    }

    @Bean
    Running running(Intake intake, DispatchLoop loop, Clearance clearance, List<BatchConsumer> readers,
            LeaseWatch watch,
            ControlReader control, PlivoReporter reporter, Outage outage,
            DialSettings settings, PlivoSettings plivo) {
        return new Running(intake, loop, clearance, readers, watch, control, reporter, outage, settings.drain(),
                URI.create(plivo.apiUrl().isEmpty() ? "https://api.plivo.com" : plivo.apiUrl()));
    }
}
