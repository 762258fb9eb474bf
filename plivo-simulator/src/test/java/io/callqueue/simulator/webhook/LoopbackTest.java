package io.callqueue.simulator.webhook;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/x", "http://LOCALHOST:80", "http://127.0.0.1", "http://127.3.2.1/",
            "http://[::1]:8080/"})
    void this_machine_is_loopback(String url) {
        assertThat(Loopback.isLoopback(URI.create(url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com", "http://10.0.0.1", "http://0.0.0.0", "http://localhost.example.com",
            "http://127.0.0.1.nip.io",
            "http://127.0.0.1@example.com/", "http://[2001:db8::1]/", "mailto:x@localhost"})
    void anything_else_is_not(String url) {
        assertThat(Loopback.isLoopback(URI.create(url))).isFalse();
    }
}
