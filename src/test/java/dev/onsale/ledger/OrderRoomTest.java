package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A ledger takes only so many orders, of one buyer and in all; what was told before goes on. */
class OrderRoomTest {

    private static final long NOW = SampleSale.OPENS_AT;
    private static final Outcome FULL = new Outcome.Refused(new Refusal.LedgerFull());

    private int ids;

    private static Outcome play(StockState state, Command command) {
        Decision decision = state.decide(command);
        decision.events().forEach(state::apply);
        return decision.outcome();
    }

    private static StockState selling(OrderRoom room, int seats) {
        StockState state = new StockState(room);
        play(state, new Command.OpenSale(NOW, SampleSale.concert("rush", seats).sale()));
        play(state, new Command.OpenSale(NOW, SampleSale.concert("other", seats).sale()));
        return state;
    }

    private Outcome place(StockState state, String sale, String buyer, String key) {
        OrderId id = new OrderId((NOW << 16) | 0x7000, Long.MIN_VALUE | ++ids);
        return play(state, new Command.PlaceOrder(NOW, sale, id, buyer, key, "floor", null, null, 1));
    }

    private static Order ordered(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.OfOrder.class);
        return ((Outcome.OfOrder) outcome).order();
    }

    @Test
    void aBuyerWhoOrdersAndGivesBackWithoutEndIsStopped() {
        StockState state = selling(new OrderRoom(3, Long.MAX_VALUE), 10);
        for (int i = 0; i < 3; i++) {
            Order order = ordered(place(state, "rush", "ann", "k" + i));
            play(state, new Command.ReleaseOrder(NOW, order.id(), new Party.Buyer("ann")));
        }
        assertThat(place(state, "rush", "ann", "k3")).isEqualTo(new Outcome.Refused(new Refusal.TooManyOrders(3)));
        // The same question gets its answer; another buyer, and another sale, are another matter.
        assertThat(((Outcome.OfOrder) place(state, "rush", "ann", "k1")).repeated())
                .isTrue();
        ordered(place(state, "rush", "bob", "k3"));
        ordered(place(state, "other", "ann", "k3"));
        // A replay counts alike.
        StockState again = new StockState(new OrderRoom(3, Long.MAX_VALUE));
        state.frozen().compacted(again::apply);
        assertThat(place(again, "rush", "ann", "k9")).isEqualTo(new Outcome.Refused(new Refusal.TooManyOrders(3)));
    }

    @Test
    void aFullLedgerTakesPaymentsAndGivesBack() {
        StockState state = selling(new OrderRoom(10, 100_000), 1_000);
        Outcome last;
        int placed = 0;
        do {
            last = place(state, "rush", "buyer " + placed++, "k");
        } while (last instanceof Outcome.OfOrder);
        assertThat(last).isEqualTo(FULL);
        assertThat(state.orderCount()).isBetween(100, 300);
        Order first = ordered(place(state, "rush", "buyer 0", "k"));
        Order paid = ordered(play(state, new Command.PayOrder(NOW, first.id(), "r")));
        assertThat(paid.state()).isEqualTo(OrderState.PAID);
        Order second = ordered(place(state, "rush", "buyer 1", "k"));
        assertThat(ordered(play(state, new Command.ReleaseOrder(NOW, second.id(), new Party.Buyer("buyer 1"))))
                        .state())
                .isEqualTo(OrderState.RELEASED);
        assertThat(play(state, new Command.ExpireOrders(second.expiresAt(), 1_000)))
                .isInstanceOf(Outcome.Expired.class);
    }

    /** Whoever chooses long names uses more of the room. */
    @Test
    void longNamesCountForMore() {
        StockState plain = selling(new OrderRoom(10_000, 200_000), 1_000);
        StockState wordy = selling(new OrderRoom(10_000, 200_000), 1_000);
        int[] placed = new int[2];
        while (place(plain, "rush", "b" + placed[0], "k") instanceof Outcome.OfOrder) {
            placed[0]++;
        }
        while (place(wordy, "rush", "b".repeat(120) + placed[1], "k".repeat(128)) instanceof Outcome.OfOrder) {
            placed[1]++;
        }
        assertThat(placed[1]).isLessThan(placed[0] * 3 / 4);
    }

    private static Outcome change(StockState state, String key, SaleChange change) {
        return play(state, new Command.ChangeSale(NOW, key, "rush", change));
    }

    @Test
    void whatIsRememberedOfChangesCounts() {
        StockState state = selling(OrderRoom.ANY, 10);
        long before = state.bytes();
        for (int i = 0; i < Limits.SALE_KEYS_MAX; i++) {
            change(state, "k" + i, SaleChange.addStock("floor", 1));
        }
        long all = state.bytes();
        assertThat(all - before).isBetween(200L * Limits.SALE_KEYS_MAX, 1_000L * Limits.SALE_KEYS_MAX);
        StockState again = new StockState(OrderRoom.ANY);
        state.frozen().compacted(again::apply);
        assertThat(again.bytes()).isEqualTo(all);
        // Another one is remembered for each that is forgotten.
        for (int i = 0; i < Limits.SALE_KEYS_MAX; i++) {
            change(state, "l" + i, SaleChange.to(i % 2 == 0 ? Status.PAUSED : Status.ACTIVE));
        }
        assertThat(state.bytes()).isLessThanOrEqualTo(all);
    }

    @Test
    void aFullLedgerRemembersNoMoreChangesButThatSellingStops() {
        StockState state = selling(new OrderRoom(10, 1), 10);
        assertThat(change(state, "k1", SaleChange.addStock("floor", 1))).isEqualTo(FULL);
        assertThat(change(state, "k2", SaleChange.addStock("floor", 0))).isNotEqualTo(FULL);
        Outcome paused = change(state, "k3", SaleChange.to(Status.PAUSED));
        assertThat(paused).isInstanceOf(Outcome.OfSale.class);
        assertThat(change(state, "k3", SaleChange.to(Status.PAUSED)))
                .isEqualTo(new Outcome.OfSale(((Outcome.OfSale) paused).sale(), true));
        assertThat(change(state, "k4", SaleChange.to(Status.CLOSED))).isInstanceOf(Outcome.OfSale.class);
    }

    @Test
    void soldOutComesBeforeFull() {
        StockState state = selling(new OrderRoom(10, 1), 1);
        assertThat(place(state, "rush", "ann", "k")).isEqualTo(FULL);
        StockState roomy = selling(OrderRoom.ANY, 1);
        ordered(place(roomy, "rush", "ann", "k"));
        StockState full = new StockState(new OrderRoom(10, 1));
        roomy.frozen().compacted(full::apply);
        assertThat(place(full, "rush", "bob", "k")).isEqualTo(new Outcome.Refused(new Refusal.SoldOut()));
    }

    @Test
    void countsOfBuyersAgreeWithAMap() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        Map<String, Integer> expected = new HashMap<>();
        StockState state = selling(OrderRoom.ANY, 100_000);
        for (int i = 0; i < 20_000; i++) {
            String sale = random.nextBoolean() ? "rush" : "other";
            String buyer = "buyer " + random.nextInt(5_000);
            ordered(place(state, sale, buyer, "k" + i));
            expected.merge(sale + buyer, 1, Integer::sum);
        }
        assertThat(state.orders().countOf("rush", "nobody")).isZero();
        for (String sale : new String[] {"rush", "other"}) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(state.orders().countOf(sale, "buyer " + i))
                        .as("seed %d", seed)
                        .isEqualTo(expected.getOrDefault(sale + "buyer " + i, 0));
            }
        }
    }
}
