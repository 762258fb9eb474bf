package io.callqueue.dispatcher;

import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.callqueue.control.ControlStore;
import io.callqueue.control.PlivoHealth;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Wake;
import io.callqueue.dispatcher.control.CampaignWindows;
import io.callqueue.dispatcher.dial.Checkpoints;
import io.callqueue.dispatcher.dial.DialOrders;
import io.callqueue.dispatcher.dial.DialSettings;
import io.callqueue.dispatcher.dial.Dialer;
import io.callqueue.dispatcher.dial.Results;
import io.callqueue.dispatcher.dispatch.Admittance;
import io.callqueue.dispatcher.dispatch.Clearance;
import io.callqueue.dispatcher.dispatch.Dispatch;
import io.callqueue.dispatcher.dispatch.DispatchLoop;
import io.callqueue.dispatcher.dispatch.Finish;
import io.callqueue.dispatcher.disposition.AttemptEnd;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.intake.Intake;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.intake.RateTurns;
import io.callqueue.dispatcher.intake.StandBy;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoCircuit;
import io.callqueue.dispatcher.plivo.PlivoReporter;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.dispatcher.reconcile.HangUp;
import io.callqueue.dispatcher.reconcile.ReconcileSettings;
import io.callqueue.dispatcher.screening.CallingHours;
import io.callqueue.dispatcher.screening.WindowSettings;
import io.callqueue.dispatcher.voicebot.VoiceBot;
import io.callqueue.dispatcher.voicebot.VoiceBotSettings;
import io.callqueue.startup.Connections;
import io.callqueue.tracing.Tracing;

/** The way of a record from the priority topics to Plivo. */
@Configuration(proxyBeanMethods = false)
class DialingWiring {
    @Bean
    Lines lines(LongSupplier nanoTime, Wake wake) {
        return new Lines(nanoTime, wake::arrived);
    }

    @Bean
    StandBy standBy(Connections to, Lines lines, Wake wake) throws InterruptedException {
        StandBy standBy = new StandBy(lines, wake::arrived);
        to.listen(List.of(Leases.FREED), (channel, lease) -> {
            Leases.campaign(lease).ifPresent(standBy::freed);
            wake.freed();
        });
        return standBy;
    }

    @Bean
    RateTurns rateTurns(Lines lines) {
        return new RateTurns(lines);
    }

    @Bean
    Intake intake(Connections to, Lines lines) {
        return new Intake(to.clients(), lines, Runtime.getRuntime().maxMemory() / 32);
    }

    @Bean
    PlivoCircuit plivoCircuit(DialSettings settings, LongSupplier nanoTime, MeterRegistry metrics) {
        PlivoCircuit circuit = new PlivoCircuit(settings.plivoAway(), nanoTime);
        Gauge.builder("callqueue.plivo.away", circuit, plivo -> plivo.away().isPresent() ? 1 : 0)
                .description("1 while this pod dials nothing because Plivo does not answer").register(metrics);
        return circuit;
    }

    @Bean
    PlivoReporter plivoReporter(Connections to, PlivoCircuit circuit) {
        return new PlivoReporter(circuit, new PlivoHealth(to.redis()));
    }

    @Bean
    DialOrders dialOrders(PlivoSettings account, VoiceBotSettings bot) {
        return new DialOrders(account.webhookUrls(), bot);
    }

    @Bean
    Results results(DialSettings settings, ReconcileSettings patience, Calls calls, AttemptEnd attemptEnd,
            VoiceBot bot, HangUp hangUp, AttemptSlots slots) {
        return new Results(settings, patience, calls, attemptEnd, bot, hangUp, slots);
    }

    @Bean
    Dialer dialer(DialSettings settings, Calls calls, ControlStore control, Admission admission, Leases leases,
            Outage outage,
            LongSupplier nanoTime,
            PlivoCircuit circuit, Plivo plivo, DialOrders orders, Results results,
            ObjectProvider<Checkpoints> checkpoints, Tracing tracing) {
        return new Dialer(UUID.randomUUID().toString(), settings, calls, control, admission,
                leases,
                outage, nanoTime, circuit, plivo,
                orders, results, checkpoints.getIfAvailable(() -> Checkpoints.NONE), tracing);
    }

    @Bean
    Finish finish(Lines lines, Outage outage) {
        return new Finish(lines, outage);
    }

    @Bean
    Admittance admittance(Lines lines, StandBy standBy, RateTurns turns, Calls calls, Finish finish,
            Admission admission, Leases leases,
            Wake wake,
            PlivoCircuit circuit,
            Dialer dialer, LongSupplier nanoTime, DialSettings settings) {
        return new Admittance(lines, standBy, turns, calls, finish, admission, leases, wake, circuit, dialer, nanoTime,
                settings.calleeBusy());
    }

    @Bean
    CallingHours callingHours(CampaignWindows campaigns, WindowSettings settings, RandomGenerator random) {
        return new CallingHours(campaigns::of, settings, random);
    }

    @Bean
    Dispatch dispatch(Connections to, Calls calls, ControlStore control, Finish finish, CallingHours hours,
            Admittance admittance, LongSupplier nanoTime) {
        return new Dispatch(calls, control, to.topics(), finish, hours, admittance, nanoTime);
    }

    @Bean
    Clearance clearance(Lines lines, ControlStore control, Dispatch dispatch) {
        return new Clearance(lines, control, dispatch);
    }

    @Bean
    DispatchLoop dispatchLoop(Lines lines, Dispatch dispatch, DialSettings settings) {
        return new DispatchLoop(lines, dispatch, settings.workers());
    }
}
