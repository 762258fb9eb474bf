package io.callqueue.standalone.town;

import java.util.List;
import java.util.Map;

import io.callqueue.simulator.behavior.Behavior;

/**
 * What a town is like.
 *
 * @param seed of all that Plivo does by chance
 * @param behavior Plivo's
 * @param environment of the services, besides where everything is
 * @param javaOptions of each service's JVM
 */
public record TownSettings(long seed, Behavior behavior, Map<String, String> environment, List<String> javaOptions) {}
