package dev.onsale.ledger.redis;

import dev.onsale.ledger.LedgerMeter;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Ledgers on Redis whose time the test moves: what a command says of the time counts, and not the clock of Redis. */
public final class FixedTime {

    private FixedTime() {}

    /**
     * Opens one.
     *
     * @param clock by which orders expire
     */
    public static RedisLedger open(
            RedisSettings settings, InstantSource clock, LedgerMeter meter, Consumer<Throwable> fatal) {
        return RedisLedger.open(settings, FunctionLibrary.ofThisProgram(), clock, true, meter, fatal);
    }
}
