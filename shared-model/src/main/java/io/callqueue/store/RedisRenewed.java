package io.callqueue.store;

import java.io.Serial;

import io.lettuce.core.RedisException;

/**
 * Redis was made anew since a move was made in it: nobody knows whether it still stands there, so what drove it is to be done again, as
 * after an outage.
 */
public final class RedisRenewed extends RedisException {
    @Serial
    private static final long serialVersionUID = 1L;

    public RedisRenewed() {
        super("Redis lost data and was made anew since this call was moved");
    }
}
