package io.callqueue.standalone.soak;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.callqueue.call.CallId;
import io.callqueue.dispatcher.dial.Checkpoints;

/**
 * What befalls a dispatcher at a step of a dial: SIGKILL, or SIGSTOP until somebody lets it go on.
 *
 * @param nth at which reach of the step
 */
public record Mishap(Signal signal, Checkpoints.Step step, int nth) {
    static final String BEFALLS = "it befalls";
    private static final int LATEST = 30;

    /** The ways to be interrupted. */
    public enum Signal {
        KILL, STOP
    }

    /** What befalls the dispatcher that is started as this one of its round, however the round goes. */
    static Mishap of(long seed, int ordinal) {
        Random random = new Random(seed * 1_000_003 + ordinal);
        Signal signal = Signal.values()[random.nextInt(Signal.values().length)];
        Checkpoints.Step step = Checkpoints.Step.values()[random.nextInt(Checkpoints.Step.values().length)];
        return new Mishap(signal, step, 1 + random.nextInt(LATEST));
    }

    /** Befalls this very process. */
    public Checkpoints ofThisProcess() {
        AtomicInteger reached = new AtomicInteger();
        return (at, id) -> {
            if (at == step && reached.incrementAndGet() == nth) {
                befall(id);
            }
        };
    }

    private void befall(CallId id) {
        System.out.println(BEFALLS + ": " + this + " at call " + id);
        try {
            int unused = new ProcessBuilder("kill", "-" + signal, String.valueOf(ProcessHandle.current().pid()))
                    .start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("no signal can be sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "SIG" + signal + " when " + step.name().toLowerCase(java.util.Locale.ROOT) + " for the " + nth
                + ". time";
    }
}
