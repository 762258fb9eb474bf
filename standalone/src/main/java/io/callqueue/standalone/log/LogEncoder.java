package io.callqueue.standalone.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** Lines for a person, or JSON objects for a machine; both tell which call they are about, and which attempt. */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {
    /** {@code [call-1 2] } before the sentence of a line about a call. */
    private static final String ABOUT = "%replace(%replace([%X{call_id} %X{attempt}] ){'^\\[ \\] $', ''}){' \\] $', '] '}";
    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - " + ABOUT + "%msg%n";
    private static final byte[] NOTHING = {};
    private boolean json;
    private @Nullable Encoder<ILoggingEvent> chosen;

    /** @param format {@code json} or {@code text}; another one stops the start elsewhere, with a sentence: until then there is text */
    public void setFormat(String format) {
        this.json = format.equals("json");
    }

    private static PatternLayoutEncoder text() {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setPattern(TEXT);
        return text;
    }

    /** Spring Boot's, which looks for settings in an environment; here no service has begun to have one. */
    private StructuredLogEncoder json() {
        getContext().putObject(Environment.class.getName(), new StandardEnvironment());
        StructuredLogEncoder structured = new StructuredLogEncoder();
        structured.setFormat("logstash");
        return structured;
    }

    /** Made for the first line: Spring's environment writes into the log itself, which has to be there by then. */
    private synchronized Encoder<ILoggingEvent> chosen() {
        if (chosen == null) {
            Encoder<ILoggingEvent> encoder = json ? json() : text();
            encoder.setContext(getContext());
            encoder.start();
            chosen = encoder;
        }
        return chosen;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return chosen().encode(event);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
