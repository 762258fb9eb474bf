package io.callqueue.scheduler.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param calls how many calls Redis holds
 * @param open how many of them are not final
 * @param records how many records of the call topics wait to be read
 */
public record AuditReport(long calls, long open, long records, List<Fault> faults) {}
