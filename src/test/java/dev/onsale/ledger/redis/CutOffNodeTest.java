package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.gate.CatchUp;
import dev.onsale.gate.Gate;
import dev.onsale.gate.LocalStockRule;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes; the cable of one is cut, and things happen at the other. What does the one that is cut off still say from memory? */
@Tag("servers")
class CutOffNodeTest {

    @TempDir
    private Path dir;

    private RedisServer server;
    private Switchboard cable;
    private RedisLedger here;
    private RedisLedger cutOff;
    private Gate gate;
    private CatchUp catchUp;
    private Order order;

    @BeforeEach
    void sellOut() throws Exception {
        server = RedisServer.start(dir);
        cable = new Switchboard(server.port());
        here = Desk.open(server);
        cutOff = Desk.open(RedisSettings.of(cable.url()), LedgerMeter.NONE);
        gate = new Gate(cutOff, LocalStockRule.alone(), cutOff::isFresh);
        cutOff.onCommit(gate);
        catchUp = CatchUp.start(gate, RedisJournals.open(RedisSettings.of(server.url())));
        Desk.opened(
                here,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 1).sale()));
        order = Desk.placedInTheEnd(here, "rush", "k");
        Desk.await("the node knows that all is sold", () -> {
            at("zoe", "k");
            return isFromMemory(new Refusal.SoldOut());
        });
    }

    @AfterEach
    void end() throws Exception {
        cable.hole(false);
        catchUp.close();
        cutOff.close();
        here.close();
        cable.close();
        server.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private boolean isFromMemory(Refusal refusal) {
        return new Outcome.Refused(refusal).equals(gate.refusalToStranger(Desk.wish("rush", "guest", "g")));
    }

    /** An order at the node that may be cut off. */
    private Outcome at(String buyer, String key) {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Outcome now = gate.place(Desk.wish("rush", buyer, key), later::complete);
        return now == null ? later.orTimeout(30, TimeUnit.SECONDS).join() : now;
    }

    @Test
    void seatsThatCameBackElsewhereAreNotSoldOutThere() throws Exception {
        cable.hole(true);
        assertThat(Desk.ask(here, new Command.ReleaseOrder(Desk.NOW, order.id(), new Party.Operator())))
                .isInstanceOf(Outcome.OfOrder.class);
        Desk.await("its memory counts no more", () -> !cutOff.isFresh());

        assertThat(at("zoe", "new")).isEqualTo(Question.BUSY);
        assertThat(gate.refusalToStranger(Desk.wish("rush", "guest", "g"))).isNull();

        cable.hole(false);
        Desk.await("it sells the seat", () -> at("zoe", "new") instanceof Outcome.OfOrder);
        Desk.await("its memory counts again", () -> isFromMemory(new Refusal.SoldOut()) || at("bob", "new") == null);
    }

    @Test
    void whoHasAnOrderIsNotToldSoldOutThere() throws Exception {
        Desk.ask(here, new Command.ReleaseOrder(Desk.NOW, order.id(), new Party.Operator()));
        Desk.await("the node has heard of it", () -> !isFromMemory(new Refusal.SoldOut()));
        cable.hole(true);
        Outcome placed = Desk.ask(here, Desk.wish("rush", "ann", "again"));
        assertThat(placed).isInstanceOf(Outcome.OfOrder.class);
        OrderId id = ((Outcome.OfOrder) placed).order().id();
        Desk.await("its memory counts no more", () -> !cutOff.isFresh());

        assertThat(at("ann", "again")).isEqualTo(Question.BUSY);

        cable.hole(false);
        Desk.await(
                "the same key is the same order",
                () -> at("ann", "again") instanceof Outcome.OfOrder(Order same, boolean repeated)
                        && same.id().equals(id));
    }

    @Test
    void whatIsPausedAndOpenedAgainElsewhereIsNotPausedThere() throws Exception {
        change("pause", Status.PAUSED);
        Desk.await("the node has heard of it", () -> isFromMemory(new Refusal.Paused()));
        cable.hole(true);
        change("resume", Status.ACTIVE);
        Desk.await("its memory counts no more", () -> !cutOff.isFresh());

        assertThat(at("zoe", "new")).isEqualTo(Question.BUSY);

        cable.hole(false);
        Desk.await("it has heard of it", () -> at("zoe", "new").equals(new Outcome.Refused(new Refusal.SoldOut())));
    }

    @Test
    void ofASaleThatWasOpenedElsewhereItIsNotSaidThatThereIsNone() throws Exception {
        cable.hole(true);
        Desk.await("its memory counts no more", () -> !cutOff.isFresh());
        assertThat(Desk.ask(
                        here,
                        new Command.OpenSale(
                                Desk.NOW, SampleSale.concert("fresh", 1).sale())))
                .isInstanceOf(Outcome.OfSale.class);

        assertThat(isAskedFor("fresh")).isFalse();

        cable.hole(false);
        Desk.await("it can ask", () -> isAskedFor("fresh") && cutOff.sale("fresh") != null);
        assertThat(isAskedFor("never")).isTrue();
    }

    private boolean isAskedFor(String sale) {
        CompletableFuture<Boolean> isAsked = new CompletableFuture<>();
        cutOff.show(sale, () -> isAsked.complete(true), () -> isAsked.complete(false));
        return isAsked.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void change(String key, Status status) throws Exception {
        assertThat(Desk.ask(here, new Command.ChangeSale(Desk.NOW, key, "rush", SaleChange.to(status))))
                .isInstanceOf(Outcome.OfSale.class);
    }
}
