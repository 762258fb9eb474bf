package io.callqueue.scheduler.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param calls how many calls Redis holds, about: one that the walk came by twice counts twice
 * @param open how many of them are not final, about
 * @param records how many records of the call topics wait to be read
 */
public record AuditReport(long calls, long open, long records, List<Fault> faults) {}
