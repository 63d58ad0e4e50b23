package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.LedgerMeter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of sales on one Redis, and those that are over. The benchmark has a hundred thousand ({@code bench/sales.sh}). */
@Tag("servers")
class ManySalesTest {

    /** More than calls may wait on one connection, which is what a start and a reconnect once sent at one stroke. */
    private static final int SALES = Limits.REDIS_CALLS_WAITING_MAX + 500;

    @TempDir
    private Path dir;

    private RedisServer server;

    @BeforeEach
    void startRedis() {
        server = RedisServer.start(dir, "--appendfsync", "no");
    }

    @AfterEach
    void endRedis() {
        server.close();
        assertThat(Desk.FATAL).isEmpty();
    }

    private RedisLedger open(InstantSource clock) {
        return FixedTime.open(
                new RedisSettings(server.url(), RedisSettings.Fsync.NO, 0), clock, LedgerMeter.NONE, Desk.FATAL::add);
    }

    /** Opens them all at once; whoever is told to come again, since the machine is slow, does. */
    private static void openSales(RedisLedger ledger) throws Exception {
        List<Command.OpenSale> left = IntStream.range(0, SALES)
                .mapToObj(i -> new Command.OpenSale(
                        Desk.NOW, SampleSale.concert("s" + i, 5).sale()))
                .toList();
        while (!left.isEmpty()) {
            Map<Command.OpenSale, CompletableFuture<Outcome>> answers = new LinkedHashMap<>();
            left.forEach(open -> answers.put(open, Desk.asked(ledger, open)));
            List<Command.OpenSale> busy = new ArrayList<>();
            for (Map.Entry<Command.OpenSale, CompletableFuture<Outcome>> answer : answers.entrySet()) {
                if (!(answer.getValue().get(60, TimeUnit.SECONDS) instanceof Outcome.OfSale)) {
                    busy.add(answer.getKey());
                }
            }
            assertThat(busy)
                    .as("of %d that were opened at once, those that could not be", left.size())
                    .hasSizeLessThan(left.size());
            left = busy;
        }
    }

    private static Order sold(RedisLedger ledger, String sale, String buyer) {
        return Desk.placedInTheEnd(ledger, sale, buyer);
    }

    @Test
    void thousandsOfSalesAreReadAtTheStartAndAfterAReconnect() throws Exception {
        try (RedisLedger first = open(Desk.LONG_AGO)) {
            openSales(first);
            Desk.await("all are shown", () -> first.sales().size() == SALES);
            try (RedisLedger second = open(Desk.LONG_AGO)) {
                Desk.await("all are shown to another", () -> second.sales().size() == SALES);
                Order order = sold(second, "s" + (SALES - 1), "key");
                Desk.await("others see what it sold", () -> free(first, "s" + (SALES - 1)) == 4);

                server.tell("CLIENT KILL TYPE normal");
                server.tell("CLIENT KILL TYPE pubsub");
                sold(first, "s7", "after it");
                Desk.await("others see what was sold meanwhile", () -> free(second, "s7") == 4);
                assertThat(Desk.find(second, order.id())).contains(order);
            }
        }
    }

    private static int free(RedisLedger ledger, String sale) {
        return Objects.requireNonNull(ledger.sale(sale)).tiers().getFirst().free(Journey.WHOLE_CONCERT);
    }

    @Test
    void anOrderIsFoundAmongManySalesOfItsTag() throws Exception {
        String[] sales = {"tag"};
        try (RedisLedger ledger = open(Desk.LONG_AGO)) {
            int found = 0;
            for (int i = 0; found < 2 * Limits.REDIS_TAG_SALES_ASKED_MAX; i++) {
                String id = "t" + i;
                if (OrderId.tagOf(id) == OrderId.tagOf("t0")) {
                    sales[0] = id;
                    found++;
                    Desk.opened(
                            ledger,
                            new Command.OpenSale(
                                    Desk.NOW, SampleSale.concert(id, 5).sale()));
                }
            }
            Order order = sold(ledger, sales[0], "key");
            assertThat(Desk.find(ledger, order.id())).contains(order);
            try (RedisLedger other = open(Desk.LONG_AGO)) {
                assertThat(Desk.find(other, order.id())).contains(order);
                assertThat(Desk.find(other, OrderId.mint(Desk.NOW, sales[0], new Random(1))))
                        .isEmpty();
            }
        }
    }

    @Test
    void aSaleThatIsOverCostsNothingAndIsFoundAllTheSame() throws Exception {
        long closesAt = Desk.NOW + 1_000;
        InstantSource later = InstantSource.fixed(Instant.ofEpochMilli(closesAt + Limits.SALE_OVER_MILLIS + 1));
        Order paid;
        try (RedisLedger ledger = open(Desk.LONG_AGO)) {
            Desk.opened(
                    ledger,
                    new Command.OpenSale(
                            Desk.NOW,
                            SampleSale.concert("over", 5).closesAt(closesAt).sale()));
            Desk.opened(
                    ledger,
                    new Command.OpenSale(Desk.NOW, SampleSale.concert("open", 5).sale()));
            Order held = sold(ledger, "over", "key");
            paid = ((Outcome.OfOrder) Desk.ask(ledger, new Command.PayOrder(Desk.NOW, held.id(), "money"))).order();
        }
        try (RedisLedger ledger = open(later)) {
            Desk.await("it is shown no longer", () -> ledger.sale("over") == null);
            assertThat(server.tell("SMEMBERS {onsale}:sales")).contains("open").doesNotContain("over");
            assertThat(ledger.sale("open")).isNotNull();
            try (RedisJournals journals = RedisJournals.open(RedisSettings.of(server.url()))) {
                assertThat(journals.open()).containsExactly("open");
                assertThat(journals.over("")).isEqualTo(new Journals.Over(List.of("over"), ""));
            }
        }
        try (RedisLedger ledger = open(later);
                RedisLedger other = open(later)) {
            assertThat(ledger.sale("over")).isNull();
            assertThat(Desk.find(ledger, paid.id())).contains(paid);
            Outcome refunded = Desk.ask(ledger, new Command.RefundOrder(Desk.NOW, paid.id(), new Party.Operator()));
            assertThat(((Outcome.OfOrder) refunded).order().state()).isEqualTo(OrderState.REFUNDED);
            assertThat(Desk.ask(ledger, Desk.wish("never", "bob", "key"))).isEqualTo(Question.UNKNOWN_SALE);

            // Moved on by an operator it is on sale again, for everybody.
            Desk.ask(
                    ledger,
                    new Command.ChangeSale(
                            Desk.NOW, "moved on", "over", new SaleChange(null, null, Sale.NEVER, Map.of())));
            Desk.await("it is shown again", () -> other.sale("over") != null);
            assertThat(server.tell("SMEMBERS {onsale}:sales")).contains("over");
            assertThat(sold(other, "over", "again").seats().number(0)).isEqualTo(1);
        }
    }
}
