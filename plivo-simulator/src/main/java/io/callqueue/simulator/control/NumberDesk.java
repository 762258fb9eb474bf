package io.callqueue.simulator.control;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.callqueue.simulator.http.Json;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;
import io.callqueue.simulator.outcome.NumberPlans;
import io.callqueue.simulator.outcome.Outcome;

/** Reads and sets which outcomes a number meets. */
final class NumberDesk {
    record Plan(List<Outcome> outcomes) {
        Plan {
            outcomes = List.copyOf(Objects.requireNonNull(outcomes, "outcomes is missing"));
        }
    }

    private final NumberPlans numbers;

    NumberDesk(NumberPlans numbers) {
        this.numbers = numbers;
    }

    Reply handle(Request request, List<String> path) {
        if (path.size() == 1 && request.method().equals("GET")) {
            return all();
        }
        if (path.size() == 2 && request.method().equals("PUT")) {
            Plan plan = Json.MAPPER.readValue(request.body(), Plan.class);
            numbers.put(path.get(1), plan.outcomes());
            return all();
        }
        if (path.size() == 2 && request.method().equals("DELETE")) {
            numbers.put(path.get(1), List.of());
            return Reply.empty(204);
        }
        return Control.notAllowed(request);
    }

    private Reply all() {
        return Json.reply(200, Map.of("numbers", numbers.all()));
    }
}
