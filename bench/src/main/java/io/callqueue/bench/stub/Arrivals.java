package io.callqueue.bench.stub;

/** When requests came, since the last reset. */
public final class Arrivals {
    private static final double SECOND = 1e9;
    private int count;
    private int inFlight;
    private int mostInFlight;
    private long first;
    private long last;

    synchronized void came() {
        long now = System.nanoTime();
        first = count == 0 ? now : first;
        last = now;
        count++;
        mostInFlight = Math.max(mostInFlight, ++inFlight);
    }

    synchronized void went() {
        inFlight--;
    }

    /** Forgets all but those that are not answered yet. */
    public synchronized void reset() {
        count = 0;
        mostInFlight = inFlight;
    }

    public synchronized int count() {
        return count;
    }

    public synchronized int mostInFlight() {
        return mostInFlight;
    }

    /** From the first to the last one. */
    public synchronized double perSecond() {
        return (count - 1) / ((last - first) / SECOND);
    }

    /** Returns when so many came. */
    public void await(int requests) throws InterruptedException {
        while (count() < requests) {
            Thread.sleep(1);
        }
    }
}
