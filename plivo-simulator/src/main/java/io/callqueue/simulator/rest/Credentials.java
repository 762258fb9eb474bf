package io.callqueue.simulator.rest;

import java.util.Base64;

import io.callqueue.simulator.call.Account;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The one Authorization header that opens the account. */
final class Credentials {
    private final String expected;

    Credentials(Account account) {
        byte[] pair = (account.authId() + ":" + account.authToken()).getBytes(UTF_8);
        expected = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    boolean match(String authorization) {
        return expected.equals(authorization);
    }
}
