package io.callqueue.scheduler.parking;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What came of questions that were asked side by side: one that failed takes no other's answer away. */
record Answered<T>(List<T> answers, List<Throwable> failures) {

    /** Returns when all are answered. */
    static <T> Answered<T> of(List<CompletableFuture<T>> asked) {
        Answered<T> answered = new Answered<>(new ArrayList<>(), new ArrayList<>());
        for (CompletableFuture<T> question : asked) {
            try {
                answered.answers.add(question.join());
            } catch (CompletionException e) {
                answered.failures.add(e);
            }
        }
        return answered;
    }
}
