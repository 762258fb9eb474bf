package io.callqueue.standalone.service;

import java.util.Locale;

import org.springframework.boot.builder.SpringApplicationBuilder;

import io.callqueue.dispatcher.DispatcherApplication;
import io.callqueue.ingest.IngestApplication;
import io.callqueue.scheduler.SchedulerApplication;

/** The services, by the names a person types. */
public enum ServiceName {
    INGEST_API, RETRY_SCHEDULER, DISPATCHER;

    /** The name as typed, such as {@code ingest-api}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    SpringApplicationBuilder builder() {
        return switch (this) {
            case INGEST_API -> IngestApplication.builder();
            case RETRY_SCHEDULER -> SchedulerApplication.builder();
            case DISPATCHER -> DispatcherApplication.builder();
        };
    }

    @Override
    public String toString() {
        return word();
    }
}
