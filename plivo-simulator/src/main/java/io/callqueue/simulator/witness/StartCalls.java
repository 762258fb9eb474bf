package io.callqueue.simulator.witness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Posts to the bot's /start-call: all counted, the latest bodies kept. */
final class StartCalls {
    private static final int KEPT = 10_000;

    private record Post(String callId, String body) {}

    private final Tally byCallId = new Tally();
    private final Deque<Post> latest = new ArrayDeque<>();

    synchronized void add(String callId, String body) {
        byCallId.add(callId);
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.addLast(new Post(callId, body));
    }

    long of(String callId) {
        return byCallId.of(callId);
    }

    long total() {
        return byCallId.all().values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized List<String> bodies(String callId) {
        return latest.stream().filter(post -> post.callId.equals(callId)).map(Post::body).toList();
    }

    synchronized void clear() {
        byCallId.clear();
        latest.clear();
    }
}
