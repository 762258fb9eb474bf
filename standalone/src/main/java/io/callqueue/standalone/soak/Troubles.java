package io.callqueue.standalone.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.callqueue.simulator.call.CallView;
import io.callqueue.standalone.town.ServiceProcess;
import io.callqueue.standalone.town.Town;

/** Makes trouble in a town, one after the other. */
final class Troubles {
    private static final int MOST_DISPATCHERS = 4;
    private static final int FEWEST_DISPATCHERS = 2;
    private static final Duration LOOK = Duration.ofMillis(100);
    private final Town town;
    private final Mishaps mishaps;
    private final CampaignRules rules;
    private final Endings endings;
    private final Postponements postponements;
    private final Random random;
    private final List<Trouble> kinds;
    private final Deque<Trouble> next = new ArrayDeque<>();
    private final PrintStream out;
    private final Map<Trouble, Integer> made = new EnumMap<>(Trouble.class);
    private final Map<ServiceProcess, Long> frozenSince = new TreeMap<>(
            java.util.Comparator.comparing(ServiceProcess::log));

    private final Set<String> overlapping = new TreeSet<>();
    private boolean ended;

    /** @param kinds what may happen: all of them once, in any order, before one happens again */
    Troubles(Town town, Mishaps mishaps, CampaignRules rules, Endings endings, Postponements postponements,
            Random random, Set<Trouble> kinds, PrintStream out) {
        this.kinds = kinds.stream().sorted().toList();
        this.town = town;
        this.mishaps = mishaps;
        this.rules = rules;
        this.endings = endings;
        this.postponements = postponements;
        this.random = random;
        this.out = out;
    }

    /** One trouble, and a while to feel it. */
    void makeOne() throws IOException, InterruptedException {
        if (next.isEmpty()) {
            List<Trouble> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            next.addAll(shuffled);
        }
        make(next.remove(), random.nextInt(100));
        long until = System.nanoTime() + Duration.ofMillis(500 + random.nextInt(2_500)).toNanos();
        while (System.nanoTime() - until < 0) {
            tend();
            Thread.sleep(LOOK);
        }
    }

    private void make(Trouble kind, int which) throws IOException, InterruptedException {
        boolean happened = switch (kind) {
            case DISPATCHER_JOINS -> joins();
            case DISPATCHER_LEAVES -> leaves(which);
            case SCHEDULER_KILLED -> always(town::killScheduler);
            case INGEST_KILLED -> {
                town.killIngest();
                yield true;
            }
            case KAFKA_RESTARTED -> always(town.kafka::restart);
            case REDIS_RESTARTED -> always(town.redis::restart);
            case REDIS_EMPTIED -> whilePaused(() -> RedisLoss.empty(town.redis));
            case REDIS_WIPED -> whilePaused(() -> RedisLoss.wipe(town.redis));
            case REDIS_SET_BACK -> whilePaused(() -> RedisLoss.setBack(town.redis, this::tend));
            case REDIS_WIPED_WITH_A_DISPATCHER -> whilePaused(() -> {
                town.dispatchers().get(which % town.dispatchers().size()).kill();
                RedisLoss.wipe(town.redis);
            });
            case CAMPAIGN_PAUSED -> rules.pause();
            case CAMPAIGN_CANCELLED -> {
                endings.cancelCampaign();
                yield true;
            }
            case NUMBER_LISTED -> {
                endings.listNumber();
                yield true;
            }
            case CALLS_POSTPONED -> {
                postponements.postponeSome();
                yield true;
            }
        };
        if (happened) {
            out.printf("  %s%n", kind.phrase());
            made.merge(kind, 1, Integer::sum);
        }
    }

    private static boolean always(Runnable trouble) {
        trouble.run();
        return true;
    }

    /** A campaign is paused, too, when Redis loses what it has of it. */
    private boolean whilePaused(Campaign.Meanwhile loss) throws IOException, InterruptedException {
        boolean unused = rules.pause();
        loss.run();
        return true;
    }

    private boolean joins() {
        boolean room = town.dispatchers().size() < MOST_DISPATCHERS;
        if (room) {
            out.printf("  %s, for a dispatcher that joins%n", mishaps.join(town));
        }
        return room;
    }

    private boolean leaves(int which) throws InterruptedException {
        boolean enough = town.dispatchers().size() > FEWEST_DISPATCHERS;
        if (enough) {
            town.leave(which);
        }
        return enough;
    }

    void tend() throws IOException, InterruptedException {
        tendDispatchers();
        rules.resume(ended);
        List<CallView> live = town.plivo.calls();
        rules.watch(live);
        overlaps(live);
    }

    /** Those that were killed are replaced by others that will be; those that are frozen go on after longer than the deadline of their dial. */
    void tendDispatchers() throws IOException, InterruptedException {
        for (int dead = town.bury(); dead > 0 && !ended; dead--) {
            joins();
        }
        for (ServiceProcess dispatcher : town.dispatchers()) {
            long now = System.nanoTime();
            if (!dispatcher.isFrozen()) {
                frozenSince.remove(dispatcher);
            } else if (now - frozenSince.computeIfAbsent(dispatcher, d -> now) > SoakSettings.DEADLINE.toNanos() * 3
                    / 2) {
                dispatcher.thaw();
            }
        }
    }

    /** Two calls to one number at once: that person's phone rings while they talk. */
    private void overlaps(List<CallView> calls) {
        Set<String> live = new HashSet<>();
        calls.stream().map(CallView::to).filter(to -> !live.add(to))
                .forEach(to -> overlapping.add("two calls to " + to + " at once"));
    }

    /** No more of it, but what is in store for those who run; a dispatcher that nothing befalls is there to the end. */
    void end() {
        ended = true;
        town.plivo.behavior(Weather.calm());
        town.join();
    }

    Set<String> overlapping() {
        return overlapping;
    }

    String summary() {
        return made.toString().toLowerCase(Locale.ROOT);
    }
}
