package io.callqueue.event;

import java.util.List;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.request.CallRequest;

/**
 * What all events of a call come to: the newest state of it, and what any of them told of its attempts. The same whatever their order, and
 * however often each came. Redis is made anew from it.
 *
 * @param request the whole request; empty as long as no event had it
 * @param attempts all that are known, the latest included, in the order of their numbers
 */
public record LedgerEntry(int schemaVersion, Call call, Optional<CallRequest> request, List<Attempt> attempts) {}
