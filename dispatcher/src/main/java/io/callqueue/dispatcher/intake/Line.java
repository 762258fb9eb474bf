package io.callqueue.dispatcher.intake;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Stream;

import io.callqueue.call.Priority;

/** The fetched records of one partition: in their order, but for those that were postponed. */
final class Line {
    /** They wait for their caller number's rate: as many as a few minutes of it. */
    private static final int MOST_ASIDE = 2_000;
    /** So many may always wait, however long they are: a line that is fetched for one by one runs dry between polls. */
    private static final int FEW = 2;
    final Priority priority;
    final Progress progress = new Progress();
    private final Deque<Candidate> waiting = new ArrayDeque<>();
    private static final Comparator<Postponed> BY_TIME = Comparator.comparingLong(Postponed::untilNanos)
            .thenComparing(each -> each.candidate().origin().offset());
    private final Queue<Postponed> postponed = new PriorityQueue<>(BY_TIME);

    private long waitingBytes;
    private long asideBytes;

    private record Postponed(long untilNanos, Candidate candidate) {}

    Line(Priority priority) {
        this.priority = priority;
    }

    void add(Candidate candidate) {
        progress.opened(candidate.origin().offset());
        waiting.addLast(candidate);
        waitingBytes += candidate.bytes();
    }

    /** Postponed records whose time has come, then the others, the oldest first. */
    Iterator<Candidate> ready(long nowNanos) {
        Iterator<Candidate> others = waiting.iterator();
        if (postponed.isEmpty()) {
            return others;
        }
        return Stream.concat(postponed.stream().filter(each -> each.untilNanos() - nowNanos <= 0).sorted(BY_TIME)
                .map(Postponed::candidate), waiting.stream()).iterator();
    }

    /** Takes a record that {@link #ready} gave out; false when it is not here any more. */
    boolean remove(Candidate candidate) {
        return removeWaiting(candidate) || removePostponed(candidate);
    }

    private boolean removeWaiting(Candidate candidate) {
        boolean isFirst = waiting.peekFirst() == candidate;
        if (isFirst) {
            waiting.removeFirst();
        }
        boolean isHere = isFirst || waiting.removeIf(each -> each == candidate);
        waitingBytes -= isHere ? candidate.bytes() : 0;
        return isHere;
    }

    private boolean removePostponed(Candidate candidate) {
        boolean isHere = postponed.removeIf(each -> each.candidate() == candidate);
        asideBytes -= isHere ? candidate.bytes() : 0;
        return isHere;
    }

    /** False when it is not here any more. */
    boolean putAside(Candidate candidate, long untilNanos) {
        boolean isHere = remove(candidate);
        if (isHere) {
            putBack(candidate, untilNanos);
        }
        return isHere;
    }

    /** Its time is another one; false when it does not stand aside here. */
    boolean recall(Candidate candidate, long untilNanos) {
        boolean isHere = removePostponed(candidate);
        if (isHere) {
            putBack(candidate, untilNanos);
        }
        return isHere;
    }

    void putBack(Candidate candidate, long untilNanos) {
        asideBytes += candidate.bytes();
        postponed.add(new Postponed(untilNanos, candidate));
    }

    /** How many records may be dialed now, as far as it is known here. */
    int readyCount(long nowNanos) {
        return waiting.size() + (int) postponed.stream().filter(each -> each.untilNanos() - nowNanos <= 0).count();
    }

    /** In how many nanoseconds the next postponed record's time comes. */
    Optional<Long> nextReady(long nowNanos) {
        return Optional.ofNullable(postponed.peek()).map(next -> next.untilNanos() - nowNanos);
    }

    /** Records that stand aside keep nobody from reading on, up to a bound. */
    boolean isFull(int mostWaiting, long mostBytes) {
        return waiting.size() >= mostWaiting || postponed.size() >= MOST_ASIDE
                || waiting.size() >= FEW && waitingBytes > mostBytes;
    }

    long asideBytes() {
        return asideBytes;
    }

    /** All, those that stand aside too. */
    Stream<Candidate> all() {
        return Stream.concat(waiting.stream(), postponed.stream().map(Postponed::candidate));
    }

    int length() {
        return waiting.size() + postponed.size();
    }
}
