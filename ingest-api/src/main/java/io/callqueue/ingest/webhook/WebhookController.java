package io.callqueue.ingest.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.callqueue.ingest.web.Await;
import io.callqueue.ingest.web.Bodies;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;
import io.callqueue.kafka.CallTopics;
import io.callqueue.log.About;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Callback.Kind;
import io.callqueue.topic.Topics;
import io.callqueue.webhook.WebhookUrls;

/**
 * {@code POST /plivo/{ring,answer,hangup,machine}}: 200 once Kafka has it; anything else makes Plivo come again. The answer's response
 * sends Plivo on to the voice bot.
 */
@RestController
final class WebhookController {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private final CallTopics topics;
    private final SeenWebhooks seen;
    private final RefusalLog refusals;
    private final WebhookCounts counts;
    private final Work work;
    private final Clock clock;
    private final WebhookSettings settings;
    private final Optional<Gate> gate;

    WebhookController(CallTopics topics, SeenWebhooks seen, RefusalLog refusals, WebhookCounts counts, Work work,
            Clock clock, WebhookSettings settings) {
        this.topics = topics;
        this.seen = seen;
        this.refusals = refusals;
        this.counts = counts;
        this.work = work;
        this.clock = clock;
        this.settings = settings;
        this.gate = settings.urls().map(Gate::new);
        if (gate.isEmpty()) {
            LOG.warn("PLIVO_AUTH_TOKEN is not set: every webhook is refused, because nobody can tell whose it is");
        }
    }

    @PostMapping(path = "/plivo/ring", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<ResponseEntity<byte[]>> ring(ServerHttpRequest request) {
        return take(Kind.RING, request);
    }

    @PostMapping(path = "/plivo/answer", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<ResponseEntity<byte[]>> answered(ServerHttpRequest request) {
        return take(Kind.ANSWER, request);
    }

    @PostMapping(path = "/plivo/hangup", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<ResponseEntity<byte[]>> hangup(ServerHttpRequest request) {
        return take(Kind.HANGUP, request);
    }

    @PostMapping(path = "/plivo/machine", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<ResponseEntity<byte[]>> machine(ServerHttpRequest request) {
        return take(Kind.MACHINE, request);
    }

    private Mono<ResponseEntity<byte[]>> take(Kind kind, ServerHttpRequest request) {
        return Bodies.read(request, settings.maxBody())
                .flatMap(body -> work.answer(() -> answer(kind, request, body)));
    }

    private ResponseEntity<byte[]> answer(Kind kind, ServerHttpRequest request, byte[] body) {
        if (gate.isEmpty()) {
            return refuse(kind, Forgery.NO_TOKEN);
        }
        Optional<Webhook> webhook = Webhook.read(kind, request, body);
        return webhook.isEmpty()
                ? refuse(kind, Forgery.NO_FORM)
                : answer(webhook.get(), gate.get().judge(webhook.get()));
    }

    private ResponseEntity<byte[]> refuse(Kind kind, Forgery forgery) {
        refusals.refused(kind, forgery);
        return Problem.forbidden("this webhook is refused: " + forgery.why()).answer();
    }

    private ResponseEntity<byte[]> answer(Webhook webhook, Gate.Judgement judgement) {
        return switch (judgement) {
            case Gate.Forged(Forgery forgery) -> refuse(webhook.kind(), forgery);
            case Gate.Genuine genuine -> {
                counts.taken(webhook.kind());
                try (About unused = About.attempt(genuine.id(), genuine.attempt())) {
                    yield webhook.kind() == Kind.ANSWER ? sendToBot(webhook, genuine) : takeIn(webhook, genuine);
                }
            }
        };
    }

    private ResponseEntity<byte[]> takeIn(Webhook webhook, Gate.Genuine genuine) {
        if (!seen.contains(genuine.signature())) {
            Await.result(publish(webhook, genuine));
        }
        return ResponseEntity.ok().build();
    }

    /** Somebody is on the line: that Kafka is slow or away must not keep them waiting. What is lost here the hangup tells, too. */
    private ResponseEntity<byte[]> sendToBot(Webhook webhook, Gate.Genuine genuine) {
        String botUrl = webhook.query().first(WebhookUrls.NEXT);
        if (botUrl.isEmpty()) {
            return refuse(webhook.kind(), Forgery.NO_BOT);
        }
        if (!seen.contains(genuine.signature())) {
            awaitBriefly(work.start(() -> Await.result(publish(webhook, genuine))), genuine);
        }
        return AnswerXml.redirect(botUrl);
    }

    private static void awaitBriefly(CompletableFuture<RecordMetadata> acked, Gate.Genuine genuine) {
        try {
            Await.result(acked.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (KafkaException | CompletionException e) {
            LOG.warn("call {}: that it was answered could not be written down: {}", genuine.id(), e.toString());
        }
    }

    private CompletableFuture<RecordMetadata> publish(Webhook webhook, Gate.Genuine genuine) {
        Callback callback = Callback.of(webhook.kind(), genuine.id(), genuine.attempt(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS), webhook.form().firsts());
        return topics.send(Topics.CALLBACKS, genuine.id(), callback).thenApply(acked -> {
            seen.add(genuine.signature());
            return acked;
        });
    }
}
