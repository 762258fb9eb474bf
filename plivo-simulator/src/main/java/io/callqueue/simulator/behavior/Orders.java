package io.callqueue.simulator.behavior;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import io.callqueue.simulator.outcome.NumberPattern;

/** The behavior in force, with the counts of each 'next N' still to come. */
public final class Orders {
    private volatile Behavior current;

    public Orders(Behavior initial) {
        current = initial;
    }

    public Behavior current() {
        return current;
    }

    /** In one step, so that no 'next N' that is drawn meanwhile comes back. */
    public synchronized Behavior change(UnaryOperator<Behavior> change) {
        current = change.apply(current);
        return current;
    }

    /** In addition to what was told before. */
    public synchronized void add(Misbehavior more) {
        List<Misbehavior> all = new ArrayList<>(current.misbehavior());
        all.add(more);
        replaceMisbehavior(all);
    }

    /** The one fault of this create that decides about its answer; the first in order that fits. */
    public Optional<Misbehavior> drawForCreate(String number, RandomGenerator random) {
        return draw(each -> isAnswerFault(each.kind()) && fits(each, number), random);
    }

    public Optional<Misbehavior> draw(Fault kind, String number, RandomGenerator random) {
        return draw(each -> each.kind() == kind && fits(each, number), random);
    }

    public Optional<Misbehavior> draw(Fault kind, WebhookEvent event, String number, RandomGenerator random) {
        return draw(
                each -> each.kind() == kind && (each.event() == null || each.event() == event) && fits(each, number),
                random);
    }

    private static boolean isAnswerFault(Fault kind) {
        return switch (kind) {
            case ACCEPT_THEN_ERROR, ACCEPT_THEN_RESET, SLOW_ACCEPT, UNREADABLE_ACCEPT, ARRAY_UUID, REFUSE,
                    REFUSE_BY_RESET ->
                true;
            case WEBHOOK_LOST, WEBHOOK_LATE, WEBHOOK_DOUBLED, WEBHOOKS_REVERSED, WEBHOOK_BEFORE_RESPONSE -> false;
        };
    }

    private static boolean fits(Misbehavior each, String number) {
        return new NumberPattern(each.number()).matches(number);
    }

    private Optional<Misbehavior> draw(Predicate<Misbehavior> fits, RandomGenerator random) {
        if (current.misbehavior().isEmpty()) {
            return Optional.empty();
        }
        return drawLocked(fits, random);
    }

    private synchronized Optional<Misbehavior> drawLocked(Predicate<Misbehavior> fits, RandomGenerator random) {
        for (Misbehavior each : current.misbehavior()) {
            if (fits.test(each) && (each.next() > 0 || random.nextDouble() < each.probability())) {
                countDown(each);
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private void countDown(Misbehavior drawn) {
        if (drawn.next() == 0) {
            return;
        }
        List<Misbehavior> left = new ArrayList<>(current.misbehavior());
        int index = left.indexOf(drawn);
        if (drawn.next() == 1) {
            left.remove(index);
        } else {
            left.set(index, drawn.next(drawn.next() - 1));
        }
        replaceMisbehavior(left);
    }

    private void replaceMisbehavior(List<Misbehavior> all) {
        current = current.withMisbehavior(all.toArray(Misbehavior[]::new));
    }
}
