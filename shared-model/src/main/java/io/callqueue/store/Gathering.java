package io.callqueue.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Asks Redis many questions of one kind at once: what is asked while a question is under way waits for its answer, and then goes in one with
 * all that came meanwhile. Nothing waits where nothing is under way. A failure is one of all that wait: they would meet it next.
 *
 * @param <Q> what is asked
 * @param <A> its answer
 */
public final class Gathering<Q, A> {
    private final int most;
    private final Function<List<Q>, CompletableFuture<List<A>>> asking;
    private final List<Asked<Q, A>> waiting = new ArrayList<>();
    private boolean isUnderWay;

    private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

    /**
     * @param most how many go at once
     * @param asking gives as many answers as it is asked questions, in their order
     */
    public Gathering(int most, Function<List<Q>, CompletableFuture<List<A>>> asking) {
        this.most = most;
        this.asking = asking;
    }

    /** Its answer is of a moment after this. */
    public CompletableFuture<A> ask(Q question) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.add(new Asked<>(question, answer));
        }
        askNext();
        return answer;
    }

    private void askNext() {
        List<Asked<Q, A>> asked = next();
        if (!asked.isEmpty()) {
            var unused = answers(asked).whenComplete((answers, failure) -> settle(asked, answers, failure));
        }
    }

    private List<Asked<Q, A>> next() {
        synchronized (waiting) {
            if (isUnderWay) {
                return List.of();
            }
            List<Asked<Q, A>> next = take(most);
            isUnderWay = !next.isEmpty();
            return next;
        }
    }

    private List<Asked<Q, A>> take(int atMost) {
        List<Asked<Q, A>> first = waiting.subList(0, Math.min(atMost, waiting.size()));
        List<Asked<Q, A>> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    /** Whatever goes wrong is their answer: nobody waits for one that never comes. */
    private CompletableFuture<List<A>> answers(List<Asked<Q, A>> asked) {
        try {
            return asking.apply(asked.stream().map(Asked::question).toList());
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void settle(List<Asked<Q, A>> asked, @Nullable List<A> answers, @Nullable Throwable failure) {
        List<Asked<Q, A>> failed = new ArrayList<>();
        synchronized (waiting) {
            isUnderWay = false;
            if (answers == null) {
                failed.addAll(asked);
                failed.addAll(take(waiting.size()));
            }
        }
        askNext(); // before those whose answers these are go on
        if (answers == null) {
            failed.forEach(
                    each -> each.answer().completeExceptionally(RedisAnswer.cause(Objects.requireNonNull(failure))));
        } else {
            for (int i = 0; i < asked.size(); i++) {
                asked.get(i).answer().complete(answers.get(i));
            }
        }
    }
}
