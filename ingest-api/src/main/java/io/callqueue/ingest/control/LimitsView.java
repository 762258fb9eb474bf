package io.callqueue.ingest.control;

import java.math.BigDecimal;

/** The limits in force over all pods. */
public record LimitsView(int maxConcurrentCalls, BigDecimal rateLimitPerSecond, BigDecimal reservedShare) {}
