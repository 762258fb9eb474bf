package io.callqueue.dispatcher;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

import io.callqueue.dispatcher.admission.AdmissionSettings;
import io.callqueue.dispatcher.admission.DialCap;
import io.callqueue.dispatcher.dial.DialSettings;
import io.callqueue.dispatcher.disposition.RetrySettings;
import io.callqueue.dispatcher.plivo.PlivoSettings;
import io.callqueue.dispatcher.reconcile.ReconcileSettings;
import io.callqueue.dispatcher.screening.WindowSettings;
import io.callqueue.dispatcher.voicebot.VoiceBotSettings;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.metrics.MetricsSettings;
import io.callqueue.store.RedisSettings;

/** All settings, read before {@link Wiring} waits for Kafka and Redis: an impossible one stops the start at once. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaSettings.class, RedisSettings.class, PlivoSettings.class, VoiceBotSettings.class,
        AdmissionSettings.class, DialCap.class, DialSettings.class, ReconcileSettings.class, RetrySettings.class,
        WindowSettings.class, MetricsSettings.class})
class Settings {
    /** By the deadline no request may be on its way any more: none leaves after its half. And a request waits for its moment in its own time. */
    Settings(PlivoSettings plivo, DialSettings dial, AdmissionSettings admission) {
        if (plivo.requestTimeout().multipliedBy(2).compareTo(dial.deadline()) > 0) {
            throw new IllegalArgumentException("PLIVO_REQUEST_TIMEOUT is " + plivo.requestTimeout().toMillis()
                    + " ms: it must not exceed half of DIAL_DEADLINE, " + dial.deadline().toMillis() + " ms");
        }
        if (admission.horizon().multipliedBy(10).compareTo(plivo.requestTimeout()) > 0) {
            throw new IllegalArgumentException("RATE_HORIZON is " + admission.horizon().toMillis()
                    + " ms: it must not exceed a tenth of PLIVO_REQUEST_TIMEOUT, " + plivo.requestTimeout().toMillis()
                    + " ms");
        }
    }
}
