package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.gate.CatchUp;
import dev.onsale.gate.Gate;
import dev.onsale.gate.LocalStockRule;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who took a seat at one node and asks again at another at once gets that order, also where the other one says {@code sold_out} from memory: that it was told so by
 * the ledger shows how far the ledger was, and it hears of everything up to there first.
 */
@Tag("servers")
class RetryElsewhereTest extends OneRedis {

    private static final int ROUNDS = 100;

    private RedisLedger here;
    private RedisLedger there;
    private Gate gate;
    private CatchUp catchUp;

    @BeforeEach
    void open() throws Exception {
        server.tell("FLUSHALL");
        here = Desk.open(server);
        there = Desk.open(server);
        gate = new Gate(there, LocalStockRule.alone(), there::isFresh);
        there.onCommit(gate);
        catchUp = CatchUp.start(gate, RedisJournals.open(RedisSettings.of(server.url())));
        Desk.await("it has read all", gate::isCaughtUp);
    }

    @AfterEach
    void end() throws Exception {
        catchUp.close();
        there.close();
        here.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private Outcome atTheOther(Command.PlaceOrder wish) {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Outcome now = gate.place(wish, later::complete);
        return now == null ? later.orTimeout(30, TimeUnit.SECONDS).join() : now;
    }

    @Test
    void theSameKeyIsTheSameOrderAtOnceWhereAllIsSoldOut() throws Exception {
        int fromMemory = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String sale = "sale" + round;
            Desk.opened(
                    here,
                    new Command.OpenSale(Desk.NOW, SampleSale.concert(sale, 1).sale()));
            Desk.await("the other node knows the sale", () -> there.sale(sale) != null);
            Order order = ((Outcome.OfOrder) Desk.ask(here, Desk.wish(sale, "ann", "k"))).order();
            assertThat(atTheOther(Desk.wish(sale, "bob", "k"))).isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
            if (gate.refusalToStranger(Desk.wish(sale, "guest", "g")) != null) {
                fromMemory++;
            }
            assertThat(atTheOther(Desk.wish(sale, "ann", "k")))
                    .as("round %d", round)
                    .isEqualTo(new Outcome.OfOrder(order, true));
        }
        assertThat(fromMemory)
                .as("rounds in which the other node answers from memory")
                .isGreaterThan(ROUNDS / 2);
    }
}
