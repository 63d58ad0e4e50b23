package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As much as a call can hold, and more than the functions read or write at once. */
@Tag("servers")
class LargeCallTest extends OneRedis {

    private static final Random IDS = new Random();

    @AfterEach
    void nothingWasFatal() {
        assertThat(Desk.FATAL).isEmpty();
    }

    private static CompletableFuture<Outcome> asked(RedisLedger ledger, SampleSale sample, String key, int quantity) {
        boolean hasStops = sample.sale().legs() > 1;
        String sale = sample.sale().id();
        return Desk.asked(
                ledger,
                new Command.PlaceOrder(
                        Desk.NOW,
                        sale,
                        OrderId.mint(Desk.NOW, sale, IDS),
                        "ann",
                        key,
                        sample.sale().tiers().getFirst().id(),
                        hasStops ? SampleSale.stop(0) : null,
                        hasStops ? SampleSale.stop(1) : null,
                        quantity));
    }

    private static List<Order> placed(RedisLedger ledger, SampleSale sample, String key, int orders, int quantity) {
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            answers.add(asked(ledger, sample, key + i, quantity));
        }
        return answers.stream()
                .map(answer -> ((Outcome.OfOrder) answer.join()).order())
                .toList();
    }

    private static Set<Integer> seats(List<Order> orders) {
        Set<Integer> seats = new HashSet<>();
        for (Order order : orders) {
            for (int i = 0; i < order.seats().count(); i++) {
                assertThat(seats.add(order.seats().number(i)))
                        .as("a seat of its own")
                        .isTrue();
            }
        }
        return seats;
    }

    private static Set<Integer> range(int from, int to) {
        return new HashSet<>(IntStream.rangeClosed(from, to).boxed().toList());
    }

    /** 25,600 seats come and go in one call, where one command of Redis takes 4,000 arguments and a run is read 64 seats at a time. */
    @Test
    void aConcertSellsTheFullestCallAndSellsAgainWhatComesBack() throws Exception {
        SampleSale sample = SampleSale.concert("large", 100_000);
        int orders = Limits.REDIS_CALL_COMMANDS_MAX;
        int quantity = Limits.ORDER_SEATS_MAX;
        try (RedisLedger ledger = Desk.open(server)) {
            Desk.opened(ledger, new Command.OpenSale(Desk.NOW, sample.sale()));
            List<Order> first = placed(ledger, sample, "a", orders, quantity);
            assertThat(seats(first)).isEqualTo(range(1, orders * quantity));

            List<CompletableFuture<Outcome>> released = first.stream()
                    .map(order ->
                            Desk.asked(ledger, new Command.ReleaseOrder(Desk.NOW, order.id(), new Party.Operator())))
                    .toList();
            released.forEach(answer -> assertThat(answer.join()).isInstanceOf(Outcome.OfOrder.class));
            Desk.await(
                    "all are free",
                    () -> Objects.requireNonNull(ledger.sale("large"))
                                    .tiers()
                                    .getFirst()
                                    .held(0)
                            == 0);

            // The lowest first, though now they are written down one by one.
            assertThat(seats(placed(ledger, sample, "b", orders / 2, quantity)))
                    .isEqualTo(range(1, orders / 2 * quantity));
            assertThat(seats(placed(ledger, sample, "c", orders, quantity)))
                    .isEqualTo(range(orders / 2 * quantity + 1, orders / 2 * quantity + orders * quantity));
        }
    }

    @Test
    void aTrainSellsAllItsSeatsAtOnce() throws Exception {
        int seats = Limits.TIER_TRAIN_SEATS_MAX;
        SampleSale sample = SampleSale.train("express", Limits.SALE_STOPS_MAX - 1, seats);
        try (RedisLedger ledger = Desk.open(server)) {
            Desk.opened(ledger, new Command.OpenSale(Desk.NOW, sample.sale()));
            int quantity = Limits.ORDER_SEATS_MAX;
            assertThat(seats(placed(ledger, sample, "a", seats / quantity, quantity)))
                    .isEqualTo(range(1, seats));
            assertThat(asked(ledger, sample, "one more", 1).join()).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void aMillionSeatsAreOpenedWithoutWritingThemDown() throws Exception {
        SampleSale sample = SampleSale.concert("million", Limits.TIER_SEATS_MAX);
        try (RedisLedger ledger = Desk.open(server)) {
            long before = bytes();
            Desk.opened(ledger, new Command.OpenSale(Desk.NOW, sample.sale()));
            Order order = placed(ledger, sample, "a", 1, 1).getFirst();
            assertThat(order.seats().number(0)).isEqualTo(1);
            assertThat(bytes() - before).as("bytes of Redis").isLessThan(Limits.TIER_SEATS_MAX);
            Desk.await(
                    "the order is seen",
                    () -> Objects.requireNonNull(ledger.sale("million"))
                                    .tiers()
                                    .getFirst()
                                    .free(new dev.onsale.sale.Journey(0, 1))
                            == Limits.TIER_SEATS_MAX - 1);
        }
    }

    private static long bytes() {
        return server.tell("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory_dataset:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theListOfSalesIsBounded() {
        Desk.open(server).close();
        String enlist = "FCALL onsale_enlist 1 {onsale}:bounded ";
        assertThat(server.tell(enlist + "a 2")).startsWith(":1");
        assertThat(server.tell(enlist + "b 2")).startsWith(":1");
        assertThat(server.tell(enlist + "c 2")).startsWith(":-1");
        assertThat(server.tell(enlist + "b 2")).as("one that is there").startsWith(":0");
        assertThat(server.tell("SCARD {onsale}:bounded")).startsWith(":2");
    }

    /** Redis refuses a call before it begins, so nothing is half written. */
    @Test
    void whenMemoryIsShortOrdersAreBusyAndNothingIsHalfWritten(@TempDir Path other) throws Exception {
        SampleSale sample = SampleSale.concert("full", 1_000);
        try (RedisServer full = RedisServer.start(other);
                RedisLedger ledger = Desk.open(full)) {
            Desk.opened(ledger, new Command.OpenSale(Desk.NOW, sample.sale()));
            placed(ledger, sample, "a", 10, 1);
            String before = state(full);
            assertThat(full.tell("CONFIG SET maxmemory 1mb")).startsWith("+OK");

            assertThat(asked(ledger, sample, "b", 1).join()).isEqualTo(Question.BUSY);
            assertThat(state(full)).isEqualTo(before);

            assertThat(full.tell("CONFIG SET maxmemory 0")).startsWith("+OK");
            assertThat(Desk.placedInTheEnd(ledger, "full", "b").seats().number(0))
                    .isEqualTo(11);
        }
    }

    private static String state(RedisServer server) {
        return server.tell("HGETALL {full}:sale")
                + server.tell("HGETALL {full}:tier:floor")
                + server.tell("HLEN {full}:orders")
                + server.tell("HLEN {full}:keys")
                + server.tell("XLEN {full}:events");
    }
}
