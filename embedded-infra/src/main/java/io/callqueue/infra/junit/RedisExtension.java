package io.callqueue.infra.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.callqueue.infra.redis.Wire;

/**
 * Gives tests a Redis, which is emptied before each test class: as {@code @ExtendWith} with a parameter of type {@link
 * RedisAddress}, or where a static method needs the address as
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RedisExtension redis = new RedisExtension();
 * }</pre>
 *
 * <p>All test classes of a JVM share it, so a test that stops Redis starts an {@code EmbeddedRedis} of its own.
 */
public final class RedisExtension implements BeforeAllCallback, ParameterResolver {

    private @Nullable RedisAddress address;

    @Override
    public void beforeAll(ExtensionContext context) {
        address = SharedRedis.of(context).address();
        if (!context.getRequiredTestClass().isAnnotationPresent(Nested.class)) { // its outer class has set up already
            flush();
        }
    }

    /** Known once the test class starts. */
    public RedisAddress address() {
        return Objects.requireNonNull(address, "register the extension in a static field");
    }

    public String uri() {
        return address().uri();
    }

    /** Deletes all keys; scripts that were loaded stay. */
    public void flush() {
        try {
            Wire.ask(address().host(), address().port(), "FLUSHALL");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + uri(), e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RedisAddress.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedRedis.of(context).address();
    }
}
