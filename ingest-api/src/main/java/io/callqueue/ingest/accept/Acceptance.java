package io.callqueue.ingest.accept;

import java.util.Optional;

import io.lettuce.core.RedisException;
import io.opentelemetry.api.trace.SpanKind;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.callqueue.call.Call;
import io.callqueue.call.Order;
import io.callqueue.control.ControlStore;
import io.callqueue.control.DoNotCall;
import io.callqueue.control.DoNotCallList;
import io.callqueue.ingest.web.Await;
import io.callqueue.kafka.CallTopics;
import io.callqueue.log.About;
import io.callqueue.request.Refusal;
import io.callqueue.store.CallStore;
import io.callqueue.store.Creation;
import io.callqueue.tracing.Tracing;

/**
 * Accepts a call: its record acked, the call created in Redis, its event acked. Every step may be seen twice by whoever comes after; a
 * step that fails leaves a call that the next service makes whole.
 */
@Component
public final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private final CallTopics topics;
    private final CallStore store;
    private final ControlStore control;
    private final DoNotCallList doNotCall;
    private final RedisPause pause;
    private final AcceptSettings settings;
    private final AcceptCounts counts;
    private final Tracing tracing;

    Acceptance(CallTopics topics, CallStore store, ControlStore control, DoNotCallList doNotCall, RedisPause pause,
            AcceptSettings settings, AcceptCounts counts, Tracing tracing) {
        this.topics = topics;
        this.store = store;
        this.control = control;
        this.doNotCall = doNotCall;
        this.pause = pause;
        this.settings = settings;
        this.counts = counts;
        this.tracing = tracing;
    }

    /** Waits for Kafka's acks: call it on a virtual thread. */
    public Receipt accept(Submission submission) {
        try (About unused = About.call(submission.id());
                Tracing.Part part = tracing.begin("accept call", SpanKind.INTERNAL).about(submission.id())) {
            Receipt receipt = receipt(submission);
            counts.count(receipt);
            part.tell("receipt", receipt.getClass().getSimpleName());
            return receipt;
        }
    }

    /** Of one call's request, in bytes. */
    public long largestCall() {
        return settings.maxCallSize().toBytes();
    }

    private Receipt receipt(Submission submission) {
        if (submission.value().length > largestCall()) {
            return new Receipt.TooLarge();
        }
        Looked found = look(submission);
        return found.known().map(call -> compare(call, submission))
                .or(() -> found.listed().<Receipt>map(listed -> new Receipt.DoNotCall(refusal(listed))))
                .or(() -> found.cancelled() ? Optional.of(new Receipt.CampaignCancelled()) : Optional.empty())
                .orElseGet(() -> publish(submission));
    }

    /**
     * What Redis says of it.
     *
     * @param known the call that has its id already
     * @param listed its number, if nobody may call it
     * @param cancelled whether its campaign takes no calls
     */
    private record Looked(Optional<Call> known, Optional<DoNotCall> listed, boolean cancelled) {
        static final Looked NOTHING = new Looked(Optional.empty(), Optional.empty(), false);
    }

    /** Asks for all at once. Redis away: nobody knows, so the record goes out and its reader decides. */
    private Looked look(Submission submission) {
        if (pause.isOn()) {
            return Looked.NOTHING;
        }
        try {
            Order order = submission.call().order();
            var listed = doNotCall.find(order.phoneNumber());
            var campaign = control.campaign(order.campaignId());
            Optional<Call> known = submission.isNew()
                    ? Optional.empty()
                    : Await.result(store.read(submission.id())).call();
            return new Looked(known, Await.result(listed), Await.result(campaign).cancels(order.createdAt()));
        } catch (RedisException e) {
            pause.begin(e);
            return Looked.NOTHING;
        }
    }

    private static Refusal refusal(DoNotCall listed) {
        return new Refusal("phone_number", Refusal.DO_NOT_CALL, "is on the do-not-call list since " + listed.since()
                + listed.reason().map(reason -> " (" + reason + ")").orElse("") + ": leave it out");
    }

    private static Receipt compare(Call known, Submission submission) {
        return known.order().requestHash().equals(submission.hash())
                ? new Receipt.Repeated(known)
                : new Receipt.Conflict();
    }

    private Receipt publish(Submission submission) {
        try {
            Await.result(topics.publishFirst(submission.call(), submission.value()));
            return register(submission);
        } catch (RecordTooLargeException e) {
            return new Receipt.TooLarge();
        } catch (KafkaException e) {
            LOG.warn("the call {} was not accepted: {}", submission.id(), e.toString());
            return new Receipt.NotAcked();
        }
    }

    private Receipt register(Submission submission) {
        if (pause.isOn()) {
            return new Receipt.Accepted(submission.call(), false);
        }
        Creation creation;
        try {
            creation = Await.result(store.create(submission.call(), submission.request()));
        } catch (RedisException e) {
            pause.begin(e);
            return new Receipt.Accepted(submission.call(), false);
        }
        return settle(creation, submission);
    }

    /** Nobody had the id a moment ago: who has it now got it from our record, or from the same request sent twice at once. */
    private Receipt settle(Creation creation, Submission submission) {
        return switch (creation) {
            case Creation.Conflict conflict -> new Receipt.Conflict();
            case Creation.Created(Call call) -> recorded(call, submission);
            case Creation.Existing(Call call) -> recorded(call, submission);
        };
    }

    private Receipt recorded(Call call, Submission submission) {
        try {
            Await.result(topics.event(call, submission.request()));
            return new Receipt.Accepted(call, true);
        } catch (RedisException e) { // its record is in Kafka: whoever reads it makes the call known again
            pause.begin(e);
            return new Receipt.Accepted(submission.call(), false);
        }
    }
}
