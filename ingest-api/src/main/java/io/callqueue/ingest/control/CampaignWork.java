package io.callqueue.ingest.control;

import java.util.concurrent.Callable;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

import io.callqueue.control.CampaignKey;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Work;

/** Answers for one campaign, if there can be one of this id. */
@Component
final class CampaignWork {
    private final Work work;

    CampaignWork(Work work) {
        this.work = work;
    }

    Mono<ResponseEntity<byte[]>> answer(String id, Callable<ResponseEntity<byte[]>> steps) {
        return CampaignKey.isId(id)
                ? work.answer(steps)
                : Mono.fromSupplier(() -> Problem
                        .notFound("no campaign has this id: 1 to 128 characters of A-Z a-z 0-9 . _ : -").answer());
    }
}
