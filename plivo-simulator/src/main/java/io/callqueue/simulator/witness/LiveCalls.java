package io.callqueue.simulator.witness;

/** How many calls are live, and the most that ever were: a call is live from its accept to its hangup. */
final class LiveCalls {
    private int live;
    private int most;

    synchronized void accepted() {
        live++;
        most = Math.max(most, live);
    }

    synchronized void ended() {
        live--;
    }

    synchronized int live() {
        return live;
    }

    synchronized int most() {
        return most;
    }

    /** Running calls stay live. */
    synchronized void reset() {
        most = live;
    }
}
