package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two nodes that sell ten places of a rush: one behind a cable that can be cut behind a call, and one beside it. */
abstract class BehindACable extends OneRedis {

    CutCable cable;

    /** Behind the cable. */
    RedisLedger ledger;

    /** Beside it. */
    RedisLedger other;

    @BeforeEach
    void openTheLedgers() throws Exception {
        server.tell("FLUSHALL");
        cable = new CutCable(server);
        other = Desk.open(server);
        ledger = Desk.open(RedisSettings.of(cable.url()), LedgerMeter.NONE);
        Desk.opened(
                other,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 10).sale()));
    }

    @AfterEach
    void closeTheLedgers() throws Exception {
        ledger.close();
        other.close();
        cable.close();
        assertThat(Desk.FATAL).isEmpty();
    }
}
