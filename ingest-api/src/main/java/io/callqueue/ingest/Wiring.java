package io.callqueue.ingest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;

import io.callqueue.control.ControlStore;
import io.callqueue.control.DoNotCallList;
import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.metrics.MetricsWiring;
import io.callqueue.request.RequestReader;
import io.callqueue.startup.Connections;
import io.callqueue.store.CallStore;
import io.callqueue.store.RedisSettings;
import io.callqueue.tracing.TracingWiring;

/** What the endpoints stand on. */
@Configuration(proxyBeanMethods = false)
@Import({MetricsWiring.class, TracingWiring.class})
@EnableConfigurationProperties({KafkaSettings.class, RedisSettings.class})
class Wiring {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** For ids: nobody shall guess another's call. */
    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    /** All settings are read before Kafka and Redis are waited for: an impossible one stops the start at once. */
    @Bean
    Connections connections(KafkaSettings kafka, RedisSettings redis, RandomGenerator random, MeterRegistry metrics,
            ListableBeanFactory beans) throws InterruptedException {
        beans.getBeansWithAnnotation(ConfigurationProperties.class);
        return Connections.open(kafka, redis, random, metrics);
    }

    /** The connections close it. */
    @Bean(destroyMethod = "")
    RecordSender recordSender(Connections connections) {
        return connections.sender();
    }

    @Bean
    CallTopics callTopics(Connections connections) {
        return connections.topics();
    }

    @Bean
    CallStore callStore(Connections connections) {
        return connections.store();
    }

    @Bean
    ControlStore controlStore(Connections connections) {
        return new ControlStore(connections.scripts());
    }

    @Bean
    DoNotCallList doNotCallList(Connections connections) {
        return new DoNotCallList(connections.scripts());
    }

    /** Event loops of our own: the global ones end with the first service that stops, and take every other in this JVM along. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory loops = new ReactorResourceFactory();
        loops.setUseGlobalResources(false);
        loops.setShutdownQuietPeriod(Duration.ZERO);
        return loops;
    }

    @Bean
    RequestReader requestReader() {
        return new RequestReader(RequestReader.UnknownFields.REFUSE);
    }
}
