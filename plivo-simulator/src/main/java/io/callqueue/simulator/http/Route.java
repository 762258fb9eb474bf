package io.callqueue.simulator.http;

/** Answers the requests of one part of the URL space. Called on a virtual thread, so it may block. */
@FunctionalInterface
public interface Route {
    Reply handle(Request request);
}
