package io.callqueue.scheduler;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

import io.callqueue.kafka.KafkaSettings;
import io.callqueue.metrics.MetricsSettings;
import io.callqueue.scheduler.audit.AuditSettings;
import io.callqueue.scheduler.due.TimerSettings;
import io.callqueue.scheduler.ledger.LedgerSettings;
import io.callqueue.scheduler.retention.RetentionSettings;
import io.callqueue.store.RedisSettings;

/** All settings, read before {@link Wiring} waits for Kafka and Redis: an impossible one stops the start at once. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KafkaSettings.class, RedisSettings.class, TimerSettings.class, RetentionSettings.class,
        LedgerSettings.class, AuditSettings.class, MetricsSettings.class})
class Settings {}
