package io.callqueue.dispatcher.plivo;

import java.math.BigDecimal;
import java.util.Optional;

/** Amounts as Plivo writes them: in the account's currency, billed to fractions of a cent. One that is not like that is as if it were not there. */
public final class PlivoMoney {
    private PlivoMoney() {}

    public static Optional<BigDecimal> read(Optional<String> amount) {
        return amount.filter(text -> text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")).map(BigDecimal::new);
    }
}
