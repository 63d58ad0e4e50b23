package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.config.RoomLimits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Redis that has no memory for more orders, and buyers who make too many. */
@Tag("servers")
class RedisRoomTest extends OneRedis {

    private static final Party OPERATOR = new Party.Operator();

    private RedisLedger ledger;

    @BeforeEach
    void open() throws Exception {
        server.tell("FLUSHALL");
        ledger = Desk.open(server);
        Desk.ask(
                ledger,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("rush", 1_000).sale()));
    }

    @AfterEach
    void end() {
        ledger.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private static Order order(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.OfOrder.class);
        return ((Outcome.OfOrder) outcome).order();
    }

    private Order place(String buyer, String key) throws Exception {
        return order(Desk.ask(ledger, Desk.wish("rush", buyer, key)));
    }

    private void allow(int percent) {
        String used = server.tell("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .findFirst()
                .orElseThrow()
                .substring("used_memory:".length());
        assertThat(server.tell("CONFIG SET maxmemory " + Long.parseLong(used) * 100 / percent))
                .startsWith("+OK");
    }

    @Test
    void aFullRedisTakesPaymentsAndReturnsAndNoNewOrders() throws Exception {
        // So much that what comes and goes of connections is little.
        assertThat(server.tell("SETRANGE padding 50000000 x")).startsWith(":");
        Order kept = place("ann", "k1");
        Order paid = place("ann", "k2");
        assertThat(ledger.note()).isNull();
        allow(85);
        Desk.await("it says so", () -> ledger.note() != null);
        assertThat(ledger.note()).contains("ledger_full");
        assertThat(ledger.fullness()).isBetween(0.8, 0.95);
        place("bob", "before");

        allow(97);
        AtomicInteger asked = new AtomicInteger();
        Desk.await(
                "it takes no more", () -> Desk.asked(ledger, Desk.wish("rush", "bob", "new" + asked.incrementAndGet()))
                        .join()
                        .equals(new Outcome.Refused(new Refusal.LedgerFull())));
        assertThat(Desk.ask(ledger, Desk.wish("rush", "ann", "k1"))).isEqualTo(new Outcome.OfOrder(kept, true));
        order(Desk.ask(ledger, new Command.PayOrder(Desk.NOW, paid.id(), "p")));
        order(Desk.ask(ledger, new Command.ReleaseOrder(Desk.NOW, kept.id(), OPERATOR)));
        assertThat(ledger.obstacle()).isNull();

        assertThat(server.tell("CONFIG SET maxmemory 0")).startsWith("+OK");
        Desk.placedInTheEnd(ledger, "rush", "after");
        Desk.await("nothing is to be told", () -> ledger.note() == null);
    }

    /** Others are not, since that would cost a fifth of what an order costs. */
    @Test
    void theOrdersOfBuyersWhoAskForManyAreCounted() throws Exception {
        Desk.ask(
                ledger,
                new Command.OpenSale(
                        Desk.NOW, SampleSale.concert("night", 1_000).perBuyer(0).sale()));
        for (int i = 1; i < RoomLimits.ORDERS_COUNTED_FROM; i++) {
            order(Desk.ask(ledger, Desk.wish("night", "ann", "k" + i)));
        }
        order(Desk.ask(ledger, Desk.wish("night", "bob", "k")));
        assertThat(server.tell("EXISTS {night}:made")).startsWith(":0");
        order(Desk.ask(ledger, Desk.wish("night", "ann", "one")));
        assertThat(server.tell("HGETALL {night}:made")).isEqualTo("*2\r\n$3\r\nann\r\n$3\r\n100\r\n");
        Order last = order(Desk.ask(ledger, Desk.wish("night", "ann", "two")));
        assertThat(server.tell("HGET {night}:made ann")).isEqualTo("$3\r\n101\r\n");

        // What was asked before is no new order; what is asked of another node goes on from there.
        assertThat(Desk.ask(ledger, Desk.wish("night", "ann", "two"))).isEqualTo(new Outcome.OfOrder(last, true));
        assertThat(server.tell("HGET {night}:made ann")).isEqualTo("$3\r\n101\r\n");
        try (RedisJournals journals = RedisJournals.open(RedisSettings.of(server.url()))) {
            AuditReport report = Audit.run(journals, Optional::empty, (events, end) -> {});
            assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
        }
        assertThat(server.tell("HSET {night}:made ann 10000")).startsWith(":0");
        assertThat(Desk.ask(ledger, Desk.wish("night", "ann", "three")))
                .isEqualTo(new Outcome.Refused(new Refusal.TooManyOrders(10_000)));
        order(Desk.ask(ledger, Desk.wish("night", "bob", "k2")));
    }

    /** Programs of version 4 said how many orders a buyer may make with each call; they are served while nodes are upgraded one after the other. */
    @Test
    void whatOlderProgramsSayOfTheBoundIsPassedOver() throws Exception {
        try (RawCalls raw = new RawCalls("redis://127.0.0.1:" + server.port())) {
            assertThat(raw.askAsBefore(SampleSale.concert("rush", 1_000).sale(), Desk.wish("rush", "ann", "k3")))
                    .isEqualTo("moved");
        }
    }
}
