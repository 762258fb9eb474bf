package io.callqueue.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks Redis many questions of one kind at once: what is asked while a question is under way waits for its answer, and then goes in one with
 * all that came meanwhile. Nothing waits where nothing is under way.
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
        if (asked.isEmpty()) {
            return;
        }
        CompletableFuture<List<A>> answers;
        try {
            answers = asking.apply(asked.stream().map(Asked::question).toList());
        } catch (RuntimeException e) {
            answers = CompletableFuture.failedFuture(e);
        }
        var unused = answers.whenComplete((found, failure) -> {
            synchronized (waiting) {
                isUnderWay = false;
            }
            askNext(); // before those that wait for these answers go on
            for (int i = 0; i < asked.size(); i++) {
                if (failure == null) {
                    asked.get(i).answer().complete(found.get(i));
                } else {
                    asked.get(i).answer().completeExceptionally(RedisAnswer.cause(failure));
                }
            }
        });
    }

    private List<Asked<Q, A>> next() {
        synchronized (waiting) {
            if (isUnderWay || waiting.isEmpty()) {
                return List.of();
            }
            isUnderWay = true;
            List<Asked<Q, A>> first = waiting.subList(0, Math.min(most, waiting.size()));
            List<Asked<Q, A>> next = List.copyOf(first);
            first.clear();
            return next;
        }
    }
}
