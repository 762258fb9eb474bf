package io.callqueue.ingest.dnc;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.control.DoNotCall;

/** A number on the list, as it is shown; the reason is null where none was given. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DncView(String number, Optional<String> reason, Instant since) {
    static DncView of(DoNotCall listed) {
        return new DncView(listed.number(), listed.reason(), listed.since());
    }
}
