package io.callqueue.standalone.soak;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.call.CallRecord;
import io.callqueue.simulator.call.Tariff;

/** Holds what is said of calls, one by one and in the statistics of each scope, against Plivo's own records. */
final class Reckonings {
    private static final Duration LEDGER_FOLLOWS = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Set<Integer> BUSY = Set.of(3010, 3100);
    private static final Set<Integer> NO_ANSWER = Set.of(3000, 6010);
    private final Campaign campaign;
    private final Map<String, CallRecord> records;
    private final Map<String, Reckoning> scopes = new TreeMap<>();

    /** @param records of all that ended at Plivo */
    Reckonings(Campaign campaign, List<CallRecord> records) {
        this.campaign = campaign;
        this.records = records.stream().collect(Collectors.toMap(CallRecord::callUuid, Function.identity()));
    }

    /** In what its attempts are not as Plivo has them. A webhook may still be on its way. */
    List<String> differences(JsonNode call) {
        List<String> faults = new ArrayList<>();
        for (JsonNode attempt : call.path("attempts")) {
            if (isDialed(attempt) && !isUnheard(call, attempt)) {
                record(attempt).ifPresentOrElse(record -> faults.addAll(differences(attempt, record)),
                        () -> faults.add("Plivo has no record of " + attempt));
            }
        }
        return faults;
    }

    /** Takes in a call that ended. */
    void add(String id, JsonNode call) {
        for (String scope : List.of("total", "priority " + call.path("priority").asString(),
                "campaign " + campaign.of(id))) {
            add(call, scopes.computeIfAbsent(scope, _ -> new Reckoning()));
        }
    }

    private void add(JsonNode call, Reckoning reckoning) {
        reckoning.add(call);
        for (JsonNode attempt : call.path("attempts")) {
            if (isUnheard(call, attempt)) {
                reckoning.addUnheard(isAnswered(attempt));
            } else if (isDialed(attempt)) {
                record(attempt).ifPresent(reckoning::add);
            }
        }
    }

    /** Of all calls that were taken in. */
    long dialed() {
        return scopes.getOrDefault("total", new Reckoning()).dialed();
    }

    private static boolean isDialed(JsonNode attempt) {
        return !attempt.path("dialed_at").isNull();
    }

    private static boolean isAnswered(JsonNode attempt) {
        return !attempt.path("answered_at").isNull();
    }

    /** One that was believed lost, and found dialed when another one followed: nobody asks Plivo for its end, if its webhook is lost. */
    private static boolean isUnheard(JsonNode call, JsonNode attempt) {
        return isDialed(attempt) && attempt.path("number").asInt() < call.path("attempts").size()
                && attempt.path("outcome").asString("").equals("unknown")
                && attempt.path("hangup_cause_code").isNull();
    }

    private Optional<CallRecord> record(JsonNode attempt) {
        return Optional.ofNullable(records.get(attempt.path("plivo_call_uuid").asString("")));
    }

    private static List<String> differences(JsonNode attempt, CallRecord record) {
        boolean answered = record.times().wasAnswered();
        boolean same = attempt.path("hangup_cause_code").asInt(-1) == record.cause().code()
                && answered == isAnswered(attempt)
                && attempt.path("duration_seconds").asInt(0) == record.times().talkedSeconds()
                && attempt.path("cost").decimalValue(BigDecimal.ZERO)
                        .compareTo(new BigDecimal(Tariff.cost(record.times()))) == 0
                && mayHaveComeTo(attempt.path("outcome").asString(""), answered, record.cause().code());
        return same
                ? List.of()
                : List.of("Plivo says " + record + ", cost " + Tariff.cost(record.times()) + ", of " + attempt);
    }

    private static boolean mayHaveComeTo(String outcome, boolean answered, int code) {
        return answered == outcome.equals("answered") && BUSY.contains(code) == outcome.equals("busy")
                && NO_ANSWER.contains(code) == outcome.equals("no_answer");
    }

    /** Empty when the statistics say the same, at once or soon: the ledger may be some seconds behind. */
    List<String> faults() throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<String> faults = wrongOnes();
        while (!faults.isEmpty() && System.nanoTime() - start < LEDGER_FOLLOWS.toNanos()) {
            Thread.sleep(LOOK);
            faults = wrongOnes();
        }
        return faults;
    }

    private List<String> wrongOnes() throws IOException, InterruptedException {
        JsonNode queue = campaign.get("/api/queue/status").path("statistics");
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, Reckoning> scope : scopes.entrySet()) {
            Map<String, String> told = Reckoning.told(statistics(scope.getKey(), queue));
            if (!told.equals(scope.getValue().figures())) {
                faults.add("the statistics of " + scope.getKey() + " say " + told + ", but it was "
                        + scope.getValue().figures());
            }
        }
        return faults;
    }

    private JsonNode statistics(String scope, JsonNode queue) throws IOException, InterruptedException {
        String name = scope.substring(scope.indexOf(' ') + 1);
        if (scope.startsWith("priority ")) {
            return queue.path("priorities").path(name);
        }
        return scope.equals("total")
                ? queue.path("total")
                : campaign.get("/api/campaigns/" + name).path("statistics").path("total");
    }
}
