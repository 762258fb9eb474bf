package io.callqueue.scheduler.failed;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.control.RetryFailed;
import io.callqueue.kafka.CallTopics;
import io.callqueue.log.About;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.walk.Errand;
import io.callqueue.store.CallStore;
import io.callqueue.store.CampaignWalk.Order;
import io.callqueue.store.CampaignWalk.Route;

/**
 * Makes a new call in the place of each failed one, once. It is created with a timer that fires at once: so it is kept from the script that
 * creates it on, and its record is made as that of any due call.
 */
public record FailedCalls(ControlStore control, CallStore store, CallTopics topics) implements Errand {
    private static final Logger LOG = LoggerFactory.getLogger(FailedCalls.class);

    @Override
    public Route route() {
        return Route.FAILED;
    }

    @Override
    public CompletableFuture<Map<String, String>> wanted() {
        return control.walks().retryingFailed();
    }

    @Override
    public String campaignOf(String name) {
        return RetryFailed.campaignOf(name);
    }

    @Override
    public CompletableFuture<Void> end(Order order) {
        return control.walks().endRetryingFailed(order.name(), order.wanted());
    }

    @Override
    public CompletableFuture<?> deal(CallId id, Order order, CampaignSettings campaign) {
        RetryFailed wish = Json.read(order.wanted(), RetryFailed.class);
        if (campaign.cancels(wish.requestedAt())) {
            return CompletableFuture.completedFuture(campaign); // as what was accepted at that moment ends
        }
        return store.read(id).thenCompose(found -> found.call().filter(wish::isAbout)
                .<CompletableFuture<?>>map(failed -> replace(failed, found.now(), wish))
                .orElseGet(() -> CompletableFuture.completedFuture(found)));
    }

    private CompletableFuture<?> replace(Call failed, Instant now, RetryFailed wish) {
        NewIds ids = NewIds.of(failed);
        var spare = store.read(ids.spare());
        var readable = store.read(ids.readable());
        return store.details().request(failed.id())
                .thenCompose(request -> spare.thenCompose(inSpare -> readable.thenCompose(
                        known -> request.<CompletableFuture<?>>map(
                                asked -> create(choice(ids, failed, inSpare.call(), known.call()), failed, asked, now,
                                        wish))
                                .orElseGet(() -> lost(failed)))));
    }

    /** The spare id once it is in use for this, also when the other one became free since. */
    private static CallId choice(NewIds ids, Call failed, Optional<Call> inSpare, Optional<Call> known) {
        boolean isTaken = known.filter(call -> !isInPlaceOf(call, failed)).isPresent();
        return isTaken || inSpare.filter(call -> isInPlaceOf(call, failed)).isPresent() ? ids.spare() : ids.readable();
    }

    private static boolean isInPlaceOf(Call call, Call failed) {
        return call.order().retryOf().filter(failed.id()::equals).isPresent();
    }

    private CompletableFuture<?> create(CallId id, Call failed, CallRequest asked, Instant now, RetryFailed wish) {
        CallRequest request = asked.again(failed.order().priority());
        Call made = Call.created(id, request.order(wish.requestedAt()).inPlaceOf(failed.id()), Optional.of(now));
        return store.create(made, request)
                .thenCompose(creation -> settle(creation.call(), failed, request));
    }

    private CompletableFuture<?> settle(Call stands, Call failed, CallRequest request) {
        return isInPlaceOf(stands, failed) ? topics.event(stands, request) : taken(stands.id(), failed);
    }

    /** Somebody took the id since we looked: the step fails, and when it is done again that is seen. */
    private static CompletableFuture<?> taken(CallId id, Call failed) {
        if (!id.equals(NewIds.of(failed).spare())) {
            return CompletableFuture.failedFuture(new IllegalStateException(id + " is another call by now"));
        }
        try (About unused = About.call(failed)) {
            LOG.error("no call can be made in the place of {}: its ids are those of other calls", failed.id());
        }
        return CompletableFuture.completedFuture(failed);
    }

    /** Only a Redis that lost data has a call without its request. */
    private static CompletableFuture<?> lost(Call failed) {
        try (About unused = About.call(failed)) {
            LOG.error("the request of call {} is lost: no call can be made in its place", failed.id());
        }
        return CompletableFuture.completedFuture(failed);
    }
}
