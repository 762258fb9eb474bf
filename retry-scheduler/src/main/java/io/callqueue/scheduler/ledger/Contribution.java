package io.callqueue.scheduler.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.callqueue.call.Order;
import io.callqueue.event.LedgerEntry;
import io.callqueue.statistics.Figure;
import io.callqueue.statistics.Scope;
import io.callqueue.statistics.Tally;
import io.callqueue.statistics.Window;
import io.callqueue.statistics.Window.Unit;

/** What a change of one call changes of the figures: what it counts for now, less what it counted for before. */
public final class Contribution {
    private final Map<Figure, Map<Integer, Long>> changes = new HashMap<>();

    private Contribution() {}

    public static Map<Figure, Tally> change(Optional<LedgerEntry> before, LedgerEntry now) {
        Contribution change = new Contribution();
        Set<Scope> scopesNow = scopes(now);
        Set<Scope> scopesBefore = before.map(Contribution::scopes).orElse(Set.of());
        Map<Fact, Long> factsNow = Facts.of(now);
        Map<Fact, Long> factsBefore = before.map(Facts::of).orElse(Map.of());
        Map<Fact, Long> difference = difference(factsNow, factsBefore);
        Set<Scope> all = new HashSet<>(scopesNow);
        all.addAll(scopesBefore);
        for (Scope scope : all) {
            if (scopesNow.contains(scope)) {
                change.add(scope, scopesBefore.contains(scope) ? difference : factsNow);
            } else {
                change.add(scope, difference(Map.of(), factsBefore));
            }
        }
        return change.tallies();
    }

    /** A call counts for the priority in force: one that is changed takes all that it counted for along. */
    private static Set<Scope> scopes(LedgerEntry entry) {
        Order order = entry.call().order();
        return Set.of(Scope.ALL, Scope.of(order.priority()), Scope.ofCampaign(order.campaignId()));
    }

    private static Map<Fact, Long> difference(Map<Fact, Long> now, Map<Fact, Long> before) {
        Map<Fact, Long> difference = new HashMap<>(now);
        before.forEach((fact, count) -> difference.merge(fact, -count, Long::sum));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }

    private void add(Scope scope, Map<Fact, Long> facts) {
        facts.forEach((fact, count) -> {
            for (Unit unit : scope.kind().units()) {
                if (unit == Unit.TOTAL || !fact.isLasting()) {
                    changes.computeIfAbsent(new Figure(Window.of(unit, fact.second()), scope), made -> new HashMap<>())
                            .merge(fact.cell(), count, Long::sum);
                }
            }
        });
    }

    private Map<Figure, Tally> tallies() {
        Map<Figure, Tally> tallies = new HashMap<>();
        changes.forEach((figure, counts) -> tallies.put(figure, Tally.of(counts)));
        return tallies;
    }
}
