package io.callqueue.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Decision;
import io.callqueue.call.Keeping;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;
import io.callqueue.request.CompactRequest;

/** What the scripts that write a call are sent, in the order of their headers. Each list has a token of its own: sent twice, it counts once. */
final class Arguments {
    private Arguments() {}

    static List<String> create(Call call, CallRequest request) {
        List<String> args = new ArrayList<>(List.of(call.id().value(), token(), call.order().requestHash(),
                CompactRequest.write(request), call.dueAt().map(at -> String.valueOf(at.toEpochMilli())).orElse(""),
                call.status().word(), call.order().priority().word(), call.order().campaignId()));
        args.addAll(CallHash.write(call));
        return args;
    }

    static List<String> move(Call from, Decision.Change change) {
        Call next = change.next();
        List<String> args = new ArrayList<>(List.of(next.id().value(), String.valueOf(from.version()),
                String.valueOf(from.epoch()), token()));
        args.addAll(keeping(change.keeping()));
        args.addAll(List.of(next.order().priority().word(), next.status().word()));
        args.add(change.closed().map(Attempt::number).map(String::valueOf).orElse(""));
        args.add(change.closed().map(Json::text).orElse(""));
        CallHash.Changes changes = CallHash.changes(from, next);
        args.add(String.valueOf(changes.gone().size()));
        args.addAll(changes.gone());
        args.addAll(changes.fields());
        return args;
    }

    static List<String> replace(Call from, Call next, Optional<CallRequest> request, List<Attempt> attempts) {
        List<String> args = new ArrayList<>(List.of(String.valueOf(from.version()), String.valueOf(from.epoch()),
                request.map(CompactRequest::write).orElse(""), String.valueOf(attempts.size())));
        attempts.forEach(attempt -> args.addAll(List.of(String.valueOf(attempt.number()), Json.text(attempt))));
        args.addAll(CallHash.write(next));
        return args;
    }

    static List<String> due(ShardKeys keys, int most, Duration lookUpAfter, Duration returnAfter,
            Duration lookInterval) {
        List<String> args = new ArrayList<>(keys.prefixes());
        args.add(String.valueOf(most));
        Stream.of(lookUpAfter, returnAfter, lookInterval).map(Duration::toMillis).map(String::valueOf)
                .forEach(args::add);
        return args;
    }

    static List<String> unpark(ShardKeys keys, String campaign, int most, boolean again) {
        List<String> args = new ArrayList<>(keys.prefixes());
        args.addAll(List.of(token(), campaign, String.valueOf(most), again ? "1" : ""));
        return args;
    }

    private static List<String> keeping(Keeping keeping) {
        return switch (keeping) {
            case Keeping.Timer(var at) -> List.of("timer", String.valueOf(at.toEpochMilli()));
            case Keeping.Parked() -> List.of("parked", "");
            case Keeping.Same() -> List.of("same", "");
            case Keeping.Nobody() -> List.of("nobody", "");
        };
    }

    /** Short, since it stands in every call; it has to differ from the other sendings about the same call only. */
    private static String token() {
        return Long.toUnsignedString(UUID.randomUUID().getLeastSignificantBits(), Character.MAX_RADIX);
    }
}
