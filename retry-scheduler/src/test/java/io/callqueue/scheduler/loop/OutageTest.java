package io.callqueue.scheduler.loop;

import java.util.concurrent.CompletionException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class OutageTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Outage outage = new Outage("nobody sings");

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(said);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void outage_is_said_once_with_its_cause_and_its_end_once() {
        outage.over();
        outage.noticed(new CompletionException(new IllegalStateException("no voice")));
        outage.noticed(new IllegalStateException("still no voice"));
        outage.over();
        outage.over();

        assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(
                "nobody sings: java.lang.IllegalStateException: no voice", "no longer so: nobody sings");
    }
}
