package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.control.ControlStore;
import io.callqueue.control.DoNotCallList;
import io.callqueue.control.Stop;
import io.callqueue.control.Stop.Scope;
import io.callqueue.dispatcher.plivo.CallerNumber;
import io.callqueue.dispatcher.plivo.CallerNumbers;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.Epochs;
import io.callqueue.store.LuaScript;
import io.callqueue.store.ScriptRunner;

/**
 * The account's cap and rate over all pods. Every call waits for Redis, and fails with its exception when it is away: without Redis nobody
 * is admitted.
 */
public final class Admission {
    private static final LuaScript ACQUIRE = script("acquire");
    private static final LuaScript MOMENT = script("moment");
    private static final String RATE = AdmissionKeys.MOMENTS;
    private static final String DEMAND = AdmissionKeys.DEMAND;
    private static final String TURN = "turn:{admission}";
    private static final List<String> ACQUIRE_KEYS = List.of(Leases.LEASES, Leases.CALLEES, RATE,
            ControlStore.LIMITS, ControlStore.STOPS, DEMAND, TURN, ControlStore.CAMPAIGNS,
            DoNotCallList.LISTED, Leases.DIALS, Epochs.ADMISSION);
    /**
     * For how long a pod that is not heard of still counts: longer than its questions lie apart, also where its JVM gets no processor for a
     * while; others wait so long for a dead one.
     */
    private static final Duration DEMAND_BELIEVED = Duration.ofSeconds(1);
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final AdmissionSettings settings;
    private final LongSupplier nanoTime;
    private final CallerNumbers numbers;
    private final RedisClock clock = new RedisClock();
    private final DialCap dialCap;
    private final Duration demandBelieved;
    private final String pod = UUID.randomUUID().toString();

    public Admission(RedisClusterAsyncCommands<String, String> redis, AdmissionSettings settings,
            LongSupplier nanoTime, CallerNumbers numbers, DialCap dialCap) {
        this(new ScriptRunner(redis), settings, nanoTime, numbers, dialCap);
    }

    public Admission(ScriptRunner scripts, AdmissionSettings settings, LongSupplier nanoTime, CallerNumbers numbers,
            DialCap dialCap) {
        this(scripts, settings, nanoTime, numbers, dialCap, DEMAND_BELIEVED);
    }

    /** For tests, which can not promise to ask again in time. */
    Admission(RedisClusterAsyncCommands<String, String> redis, AdmissionSettings settings, LongSupplier nanoTime,
            CallerNumbers numbers, DialCap dialCap, Duration demandBelieved) {
        this(new ScriptRunner(redis), settings, nanoTime, numbers, dialCap, demandBelieved);
    }

    private Admission(ScriptRunner scripts, AdmissionSettings settings, LongSupplier nanoTime,
            CallerNumbers numbers, DialCap dialCap, Duration demandBelieved) {
        this.redis = scripts.commands();
        this.scripts = scripts;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.numbers = numbers;
        this.dialCap = dialCap;
        this.demandBelieved = demandBelieved;
    }

    static LuaScript script(String verb) {
        return LuaScript.load("/callqueue/lua/admission/" + verb + ".lua");
    }

    /**
     * Asks for permits, in this order, each when it is the turn of its priority; asked twice for a lease, it is the same slot.
     *
     * @return what each is told, up to the first one who is told what holds for those behind it too
     */
    public List<Permit> acquire(List<Ask> asks) {
        List<Permit> permits = acquire(pod,
                asks.stream().map(ask -> ask.from(numbers.preferredFor(ask.callee()).getFirst())).toList());
        return IntStream.range(0, permits.size()).mapToObj(i -> permits.get(i) instanceof Permit.NumberStopped
                ? acquireFromOthers(asks.get(i))
                : permits.get(i)).toList();
    }

    /** The callee's own caller number is stopped. */
    private Permit acquireFromOthers(Ask ask) {
        return numbers.preferredFor(ask.callee()).stream().skip(1)
                .map(number -> acquire(pod, List.of(ask.from(number))).getFirst())
                .filter(permit -> !(permit instanceof Permit.NumberStopped)).findFirst().orElse(new Permit.Stopped());
    }

    /** The same for a call that was claimed already under this lease: it waits for nobody's turn. */
    public Permit acquire(String lease, String callee, String campaign) {
        return acquire("", List.of(new Ask(lease, callee, campaign, Demand.NONE))).getFirst();
    }

    private List<Permit> acquire(String pod, List<Ask> asks) {
        List<String> args = new ArrayList<>(List.of(millis(settings.lapse()),
                String.valueOf(settings.maxConcurrentCalls()), String.valueOf(settings.ratePerSecond()),
                micros(settings.tolerance()), micros(settings.horizon()), String.valueOf(settings.reservedShare()),
                pod, millis(demandBelieved), String.valueOf(dialCap.perNumber()), millis(dialCap.period())));
        asks.forEach(ask -> args.addAll(arguments(ask)));
        long asked = nanoTime.getAsLong();
        List<Object> answers = scripts.run(ACQUIRE, ACQUIRE_KEYS, args).join();
        return IntStream.range(0, answers.size())
                .mapToObj(i -> permit(asks.get(i), asked, (List<?>) answers.get(i))).toList();
    }

    private List<String> arguments(Ask ask) {
        CallerNumber from = numbers.of(ask.lease());
        return List.of(ask.lease(), ask.callee(), ask.demand().askingDigit(), ask.demand().besidesDigits(),
                Stop.name(Scope.CAMPAIGN, ask.campaign()), from.number(),
                Stop.name(Scope.CALLER_NUMBER, from.number()), from.rate());
    }

    private Permit permit(Ask ask, long asked, List<?> answer) {
        long number = (Long) answer.get(1);
        return switch (String.valueOf(answer.getFirst())) {
            case "granted" -> new Permit.Granted(ask.lease(), moment(asked, answer));
            case "full" -> new Permit.Full();
            case "later" -> new Permit.Later(ofMicros(number));
            case "do_not_call" -> new Permit.DoNotCall();
            case "dialed_enough" -> new Permit.DialedEnough(ofMicros(number), dialCap.why());
            case "callee_busy" -> new Permit.CalleeBusy();
            case "yield" -> new Permit.Yield(Demand.priority(number));
            case "stopped" -> new Permit.Stopped();
            case "campaign_stopped" ->
                new Permit.CampaignClosed("its campaign is stopped: the queue's status says why");
            case "campaign_cancelled" -> new Permit.CampaignCancelled();
            case "campaign_paused" -> new Permit.CampaignClosed("its campaign is paused");
            case "campaign_full" -> new Permit.CampaignFull();
            case "number_stopped" -> new Permit.NumberStopped();
            case "number_later" -> new Permit.Aside(numbers.of(ask.lease()).number(), ofMicros(number),
                    ofMicros((Long) answer.get(2)));
            case "campaign_later" ->
                new Permit.Aside(ask.campaign(), ofMicros(number), ofMicros((Long) answer.get(2)));
            default -> throw new IllegalStateException("acquire.lua answered " + answer);
        };
    }

    /** When to ask again after this answer, and not sooner unless something else changed. */
    public Duration askAgain(Permit.Later later) {
        return settings.askAfter(later.after());
    }

    /** The number that an attempt under this lease is dialed from. */
    public String callerNumber(String lease) {
        return numbers.of(lease).number();
    }

    /** This pod can take no permit now: nobody shall wait for its calls. */
    public void withdraw() {
        var unused = redis.hdel(DEMAND, pod); // if it fails, the demand is not believed for long
    }

    /**
     * Another send moment for this lease, before new permits, or empty with nothing taken when it would lie too far ahead.
     *
     * @param unused the moment at which nothing left, which another dial may have
     */
    public Optional<SendMoment> nextMoment(String lease, Optional<SendMoment> unused) {
        long asked = nanoTime.getAsLong();
        List<Object> answer = moment(lease, unused, "next");
        return answer.getFirst().equals("granted") ? Optional.of(moment(asked, answer)) : Optional.empty();
    }

    /** Nothing left at this moment, and no other is wanted now. */
    public void giveBack(String lease, SendMoment unused) {
        moment(lease, Optional.of(unused), "none");
    }

    private List<Object> moment(String lease, Optional<SendMoment> unused, String wanted) {
        CallerNumber from = numbers.of(lease);
        return scripts.run(MOMENT, List.of(RATE, ControlStore.LIMITS, ControlStore.CAMPAIGNS, Epochs.ADMISSION),
                List.of(String.valueOf(settings.ratePerSecond()), micros(settings.tolerance()),
                        micros(settings.horizon()), lease, from.number(), from.rate(),
                        unused.map(SendMoment::redisMicros).map(String::valueOf).orElse(""), wanted))
                .join();
    }

    private SendMoment moment(long asked, List<?> granted) {
        long moment = (Long) granted.get(2);
        clock.saw(moment - (Long) granted.get(1), asked, nanoTime.getAsLong());
        return clock.at(moment, settings.lateness(ofMicros((Long) granted.get(3))));
    }

    private static Duration ofMicros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    private static String micros(Duration duration) {
        return String.valueOf(duration.toNanos() / 1_000);
    }
}
