package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.audit.Fault;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that has no memory for more orders, and sales that were begun before their orders were counted. */
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

    /** As a program before version 4 left it: nothing was counted of many orders. */
    @Test
    void theOrdersOfAnOlderSaleCountFromHereOn() throws Exception {
        place("ann", "old");
        assertThat(server.tell("HSET {rush}:sale last_number 30000")).startsWith(":0");
        place("ann", "new");
        place("bob", "new");
        assertThat(server.tell("HGET {rush}:sale made_from")).contains("\r\n30000\r\n");
        assertThat(server.tell("HMGET {rush}:made ann bob")).isEqualTo("*2\r\n$1\r\n1\r\n$1\r\n1\r\n");
    }

    /** Few orders are counted when they become many, and the audit holds the counts against the events. */
    @Test
    void theOrdersOfASaleAreCountedWhenThereAreMany() throws Exception {
        Desk.ask(
                ledger,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("big", 20_000).sale()));
        Queue<CompletableFuture<Outcome>> asked = new ArrayDeque<>();
        for (int i = 0; i < 10_100; i++) {
            asked.add(Desk.asked(ledger, Desk.wish("big", "buyer " + i % 3_000, "k" + i)));
            if (asked.size() == 500) {
                while (!asked.isEmpty()) {
                    order(asked.remove().get(60, TimeUnit.SECONDS));
                }
            }
        }
        for (CompletableFuture<Outcome> last : asked) {
            order(last.get(60, TimeUnit.SECONDS));
        }
        assertThat(server.tell("HLEN {big}:made")).startsWith(":3000");
        assertThat(server.tell("HGET {big}:sale made_from")).contains("\r\n0\r\n");
        try (RedisJournals journals = RedisJournals.open(RedisSettings.of(server.url()))) {
            AuditReport report = Audit.run(journals, Optional::empty, (events, end) -> {});
            assertThat(report.isClean()).as(AuditText.of(report)).isTrue();
            assertThat(server.tell("HINCRBY {big}:made nobody 1")).startsWith(":1");
            assertThat(Audit.run(journals, Optional::empty, (events, end) -> {}).faults())
                    .containsOnlyKeys(Fault.STATE_MADE);
        }
    }

    @Test
    void whatWasCountedIsKeptThoughNothingWasOrdered() throws Exception {
        Desk.ask(
                ledger,
                new Command.OpenSale(Desk.NOW, SampleSale.concert("small", 1).sale()));
        order(Desk.ask(ledger, Desk.wish("small", "ann", "k")));
        assertThat(server.tell("HSET {small}:sale last_number 10000")).startsWith(":0");
        assertThat(Desk.ask(ledger, Desk.wish("small", "bob", "k")))
                .isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
        assertThat(server.tell("HGET {small}:sale made_from")).contains("\r\n0\r\n");
        assertThat(server.tell("HGETALL {small}:made")).isEqualTo("*2\r\n$3\r\nann\r\n$1\r\n1\r\n");
    }

    /** A program that does not say how many orders a buyer may make is not told that there were too many. */
    @Test
    void whoDoesNotKnowTheBoundIsNotHeldToIt() throws Exception {
        place("ann", "k1");
        assertThat(server.tell("HSET {rush}:made ann 10000")).startsWith(":1");
        assertThat(server.tell("HSET {rush}:sale made_from 0")).startsWith(":1");
        assertThat(Desk.ask(ledger, Desk.wish("rush", "ann", "k2")))
                .isEqualTo(new Outcome.Refused(new Refusal.TooManyOrders(10_000)));
        try (RawCalls raw = new RawCalls("redis://127.0.0.1:" + server.port())) {
            assertThat(raw.askAsBefore(SampleSale.concert("rush", 1_000).sale(), Desk.wish("rush", "ann", "k3")))
                    .isEqualTo("moved");
        }
    }
}
