package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;

import io.callqueue.dispatcher.plivo.PlivoRecords.OpenCall;
import io.callqueue.dispatcher.plivo.PlivoRecords.Origin;

/** One of Plivo's lists as it was at one moment. Each call of it is asked about once, by the look-up that comes to it first; the others wait for that answer. */
final class OpenList {
    /** Asks Plivo about a call that it listed; empty when it does not know it any more. */
    @FunctionalInterface
    interface Question {
        Optional<OpenCall> about(String uuid) throws IOException;
    }

    /**
     * What came of a search.
     *
     * @param failure why one of the calls could not be looked at, which may be the wanted one
     */
    record Search(Optional<String> found, Optional<IOException> failure) {}

    private sealed interface Answer {
        record Told(Optional<Origin> origin) implements Answer {}

        record Failed(IOException why) implements Answer {}
    }

    private final List<String> uuids;
    private final Question question;
    /** Outlives this list: an origin never changes. */
    private final Cache<String, Origin> known;
    private final ConcurrentMap<String, Answer> answers = new ConcurrentHashMap<>();

    OpenList(List<String> uuids, Question question, Cache<String, Origin> known) {
        this.uuids = uuids;
        this.question = question;
        this.known = known;
    }

    /**
     * A call that can not be looked at is passed over: it may live for hours, and say nothing for as long.
     *
     * @param isLate whether to ask about no more of them, which is a failure too
     */
    Search search(Wanted wanted, Predicate<String> mayBeOurs, BooleanSupplier isLate) {
        Optional<IOException> failure = Optional.empty();
        for (String uuid : uuids) {
            if (isLate.getAsBoolean() && !answers.containsKey(uuid) && known.getIfPresent(uuid) == null) {
                return new Search(Optional.empty(),
                        Optional.of(new IOException("Plivo takes too long to tell of what it lists")));
            }
            switch (answers.computeIfAbsent(uuid, this::ask)) {
                case Answer.Told(Optional<Origin> origin) -> {
                    if (origin.filter(wanted::mayBe).isPresent() && mayBeOurs.test(uuid)) {
                        return new Search(Optional.of(uuid), failure);
                    }
                }
                case Answer.Failed(IOException why) -> failure = Optional.of(why);
            }
        }
        return new Search(Optional.empty(), failure);
    }

    private Answer ask(String uuid) {
        Optional<Origin> origin = Optional.ofNullable(known.getIfPresent(uuid));
        if (origin.isPresent()) {
            return new Answer.Told(origin);
        }
        try {
            Optional<Origin> told = question.about(uuid).map(OpenCall::origin);
            told.ifPresent(found -> known.put(uuid, found));
            return new Answer.Told(told);
        } catch (IOException e) { // told to whoever finds nothing elsewhere
            return new Answer.Failed(e);
        }
    }
}
