package io.callqueue.control;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import static java.util.Objects.requireNonNull;

/**
 * Calls that are not dialed until a person lets them go on, because every one of them would fail.
 *
 * @param id the caller number or the campaign; {@link #ACCOUNT} for the account
 * @param reason what Plivo said
 */
public record Stop(int schemaVersion, Scope scope, String id, String reason, Instant since) {
    /** The account has no id of its own here: there is one. */
    public static final String ACCOUNT = "account";
    private static final String KIND = "stop:";

    public Stop {
        requireNonNull(scope, "scope is missing");
        requireNonNull(id, "id is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(since, "since is missing");
    }

    public static Stop of(Scope scope, String id, String reason, Instant since) {
        return new Stop(1, scope, id, reason, since);
    }

    /** What is stopped. */
    public enum Scope {
        ACCOUNT, CALLER_NUMBER, CAMPAIGN;

        /** The word on the wire, such as {@code caller_number}. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The scope of this word, or empty. */
        public static Optional<Scope> of(String word) {
            for (Scope scope : values()) {
                if (scope.word().equals(word)) {
                    return Optional.of(scope);
                }
            }
            return Optional.empty();
        }

        @JsonCreator
        static Scope parse(String word) {
            return of(word).orElseThrow(() -> new IllegalArgumentException("no such scope: " + word));
        }
    }

    /** Whether there can be a stop of this. */
    public static boolean isName(Scope scope, String id) {
        return switch (scope) {
            case ACCOUNT -> id.equals(ACCOUNT);
            case CALLER_NUMBER -> id.matches("\\+?[0-9]{1,20}");
            case CAMPAIGN -> CampaignKey.isId(id);
        };
    }

    /** What names it in Redis, such as {@code account:account} or {@code campaign:campaign-1}. */
    public static String name(Scope scope, String id) {
        return scope.word() + ":" + id;
    }

    /** The key of its record, which is there while it holds, and empty after. */
    public static String key(Scope scope, String id) {
        return KIND + name(scope, id);
    }

    public String name() {
        return name(scope, id);
    }

    public String key() {
        return key(scope, id);
    }

    /** What the key of a record names; empty when it is not about a stop. */
    static Optional<String> nameOf(String key) {
        return key.startsWith(KIND) ? Optional.of(key.substring(KIND.length())) : Optional.empty();
    }
}
