package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.dispatcher.plivo.Plivo;

/** Hangs up at Plivo what a person wants ended or hung up. How the call ended comes by webhook, or by the next look-up. */
public final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);
    private final Plivo plivo;

    public HangUp(Plivo plivo) {
        this.plivo = plivo;
    }

    /** Whether somebody wants this call ended or its attempt hung up, or has ended it already: it was dialed while that was decided. */
    public static boolean isUnwanted(Call call) {
        return call.status() == CallStatus.CANCELLED || (call.isToBeHungUp() && !call.status().isFinal());
    }

    /** Hangs up if this call is unwanted. */
    public void ifUnwanted(Call call, Optional<String> uuid) {
        if (isUnwanted(call)) {
            uuid.or(() -> uuid(call)).ifPresent(known -> hangUp(call, known));
        }
    }

    /** The id under which Plivo knows the call's latest attempt. */
    static Optional<String> uuid(Call call) {
        return call.attempt().flatMap(Attempt::callUuid).or(() -> call.attempt().flatMap(Attempt::requestUuid))
                .filter(id -> !id.isBlank());
    }

    private void hangUp(Call call, String uuid) {
        try {
            boolean known = plivo.hangUp(uuid);
            LOG.info("call {}: asked Plivo to hang up {}{}", call.id(), uuid, known ? "" : ", which it does not know");
        } catch (IOException e) {
            LOG.warn("call {}: could not ask Plivo to hang up{}: {}", call.id(),
                    call.status().isFinal() ? "" : ", it is asked again at the call's next look-up",
                    String.valueOf(e));
        }
    }
}
