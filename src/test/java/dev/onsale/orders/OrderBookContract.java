package dev.onsale.orders;

import static dev.onsale.events.Journals.SOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every order book does, whichever database it is in. */
abstract class OrderBookContract {

    static final Sale CONCERT = SampleSale.concert("concert", 100).sale();
    static final Event OPENED = new Event.SaleOpened(1, CONCERT);

    BookTables tables;
    OrderBook book;

    /** Where a new book is. */
    abstract BookTables newTables();

    @BeforeEach
    void openFirst() {
        tables = newTables();
        book = openedAndClaimed();
    }

    @AfterEach
    void closeLast() {
        book.close();
    }

    private OrderBook openedAndClaimed() {
        OrderBook opened = tables.open();
        assertThat(opened.claim(SOLE)).isTrue();
        return opened;
    }

    private static Map.Entry<String, Object> entryOrNull(String name, Object value) {
        return new java.util.AbstractMap.SimpleEntry<>(name, value);
    }

    @Test
    void anEmptyBookIsAtTheBeginning() {
        assertThat(book.bookmark(SOLE)).isEqualTo(Bookmark.START);
        assertThat(tables.orders()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anOrderIsOneRowInWords(OrderState state) throws SQLException {
        boolean paid = state == OrderState.PAID || state == OrderState.REFUND_DUE || state == OrderState.REFUNDED;
        Order order = SampleOrder.of(CONCERT, 1)
                .seats(17, 18)
                .quantity(2)
                .amount(16_000)
                .state(state)
                .reference(paid ? "R-1" : null)
                .order();

        book.apply(SOLE, List.of(OPENED, new Event.OrderMoved(5, order)), 2);

        assertThat(tables.rows("SELECT * FROM orders").getFirst())
                .containsExactly(
                        Map.entry("id", order.id().toString()),
                        Map.entry("number", 1L),
                        Map.entry("sale", "concert"),
                        Map.entry("buyer", "buyer-1"),
                        Map.entry("key", "key-1"),
                        Map.entry("tier", "floor"),
                        Map.entry("from_stop", 0L),
                        Map.entry("to_stop", 1L),
                        Map.entry("quantity", 2L),
                        Map.entry("seats", "17,18"),
                        Map.entry("state", state.word()),
                        Map.entry("amount", 16_000L),
                        Map.entry("currency", "EUR"),
                        Map.entry("placed_at", SampleSale.OPENS_AT + 1),
                        Map.entry("expires_at", SampleSale.OPENS_AT + 1 + SampleSale.HOLD_SECONDS * 1000L),
                        entryOrNull("reference", paid ? "R-1" : null),
                        Map.entry("recovered", 0L));
        assertThat(tables.orders()).containsExactly(Map.entry(order.id().toString(), order));
    }

    @Test
    void anOrderThatMovesKeepsItsRow() {
        SampleOrder order = SampleOrder.of(CONCERT, 1);
        book.apply(SOLE, List.of(OPENED, order.event()), 2);

        book.apply(SOLE, List.of(order.state(OrderState.EXPIRED).event(900)), 3);
        assertThat(tables.orders().values()).containsExactly(order.order());

        book.apply(SOLE, List.of(order.paid().seats(44).recovered().event(901)), 4);
        assertThat(tables.orders().values()).containsExactly(order.order());
        assertThat(book.bookmark(SOLE).position()).isEqualTo(4);
    }

    /** The first events are kept no longer, and the book is a new one: it is written from what they led to, and goes on from there. */
    @Test
    void aNewBookLeapsToWhereASummaryLed() {
        SampleOrder order = SampleOrder.of(CONCERT, 1);
        book.write(SOLE, List.of(OPENED, order.event()));
        book.leap(SOLE, Bookmark.START, Bookmark.behind(order.event(), 7));
        assertThat(book.bookmark(SOLE)).isEqualTo(Bookmark.behind(order.event(), 7));

        book.apply(SOLE, List.of(order.paid().event(900)), 8);
        assertThat(book.bookmark(SOLE).position()).isEqualTo(8);
        assertThat(tables.orders().values()).containsExactly(order.order());
    }

    /** Whether an order's moves come in one batch or in several, and once or again, its row is the same in the end. */
    @Test
    void anOrderThatMovesSeveralTimesAtOnceIsAsItIsInTheEnd() {
        SampleOrder order = SampleOrder.of(CONCERT, 1);
        Event placed = order.event();
        Event expired = order.state(OrderState.EXPIRED).event(900);
        Event paid = order.paid().seats(44).recovered().event(901);

        book.apply(SOLE, List.of(OPENED, placed, expired, paid), 4);
        assertThat(tables.orders().values()).containsExactly(order.order());

        book.apply(SOLE, List.of(placed, expired, paid), 7);
        assertThat(tables.orders().values()).containsExactly(order.order());

        book.clear(SOLE);
        book.apply(SOLE, List.of(OPENED, placed), 2);
        book.apply(SOLE, List.of(expired, paid), 4);
        assertThat(tables.orders().values()).containsExactly(order.order());
    }

    @Test
    void whatHasNoDeadlineSeatOrPaymentSaysNothingThere() throws SQLException {
        Sale sale = SampleSale.concert("late", 5).deduct(Deduct.PAYMENT).sale();
        Order order = SampleOrder.of(sale, 1).order();

        book.apply(SOLE, List.of(new Event.SaleOpened(1, sale), new Event.OrderMoved(2, order)), 2);

        assertThat(tables.rows("SELECT seats, expires_at, reference FROM orders")
                        .getFirst()
                        .values())
                .containsExactly("", null, null);
        assertThat(tables.orders().values()).containsExactly(order);
    }

    @Test
    void aSaleIsThereWithStopsTiersAndFares() throws SQLException {
        Sale train = SampleSale.train("g1", 3, 10)
                .name("G1 北京南 — 上海虹桥")
                .stops("北京南", "济南西", "南京南", "上海虹桥")
                .fares(new Fare(new Journey(0, 1), 18_450), new Fare(new Journey(1, 3), 1))
                .andTier("first", 4)
                .closesAt(SampleSale.OPENS_AT + 5)
                .perBuyer(5)
                .buyerRefunds(true)
                .sale();

        book.apply(SOLE, List.of(OPENED, new Event.SaleOpened(2, train)), 2);

        assertThat(tables.sales()).containsExactly(Map.entry("concert", CONCERT), Map.entry("g1", train));
        assertThat(tables.rows("SELECT * FROM sales WHERE id = 'concert'").getFirst())
                .containsEntry("closes_at", null)
                .containsEntry("per_buyer", null)
                .containsEntry("deduct", "hold")
                .containsEntry("status", "active");

        Sale changed = train.with(
                Status.PAUSED,
                train.opensAt(),
                Sale.NEVER,
                List.of(train.tiers().getFirst().withCapacity(20), train.tiers().getLast()));
        book.apply(SOLE, List.of(new Event.SaleChanged(3, changed)), 3);
        assertThat(tables.sales()).containsExactly(Map.entry("concert", CONCERT), Map.entry("g1", changed));
    }

    @Test
    void theSameEventsAgainChangeNothing() {
        SampleOrder order = SampleOrder.of(CONCERT, 1);
        List<Event> events = List.of(OPENED, order.event(), order.paid().event(7));
        book.apply(SOLE, events, 3);
        Map<String, Order> before = tables.orders();

        book.apply(SOLE, events, 3);
        book.apply(SOLE, events.subList(1, 3), 3);

        assertThat(tables.orders()).isEqualTo(before);
        assertThat(tables.sales()).containsExactly(Map.entry("concert", CONCERT));
        assertThat(book.bookmark(SOLE))
                .isEqualTo(new Bookmark(3, "order.paid " + order.order().id() + " at 7"));
    }

    @Test
    void clearingForgetsEverything() {
        book.apply(SOLE, List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);

        book.clear(SOLE);

        assertThat(book.bookmark(SOLE)).isEqualTo(Bookmark.START);
        assertThat(tables.orders()).isEmpty();
        assertThat(tables.sales()).isEmpty();
    }

    @Test
    void aBookThatIsOpenedAgainGoesOn() {
        book.apply(SOLE, List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);
        book.close();

        book = openedAndClaimed();

        assertThat(book.bookmark(SOLE).position()).isEqualTo(2);
        book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 2).event()), 3);
        assertThat(tables.orders()).hasSize(2);
    }

    @Test
    void onlyOneThreadWrites() {
        book.apply(SOLE, List.of(OPENED), 1);

        assertThat(CompletableFuture.runAsync(() -> book.clear(SOLE)))
                .failsWithin(java.time.Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(tables.sales()).hasSize(1);
    }

    @Test
    void theViewsSayWhatWasSold() throws SQLException {
        Sale train = SampleSale.train("g1", 2, 10).stops("北京南", "济南西", "南京南").sale();
        SampleOrder paid =
                SampleOrder.of(train, 1).journey(0, 1).seats(3, 4).quantity(2).paid();
        SampleOrder held = SampleOrder.of(train, 2).placedAt(SampleSale.OPENS_AT + 1_999);
        SampleOrder expired = SampleOrder.of(train, 3).state(OrderState.EXPIRED);
        book.apply(
                SOLE, List.of(OPENED, new Event.SaleOpened(2, train), paid.event(), held.event(), expired.event()), 5);

        assertThat(tables.rows("SELECT sale, capacity, seats_held, seats_paid, orders, held, paid, expired, refund_due"
                        + " FROM sold_by_sale"))
                .extracting(row -> List.copyOf(row.values()))
                .containsExactly(
                        List.of("concert", 100L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
                        List.of("g1", 10L, 1L, 2L, 3L, 1L, 1L, 1L, 0L));
        assertThat(tables.rows("SELECT seats_held, seats_paid, amount_paid, currency FROM sold_by_tier"
                                + " WHERE sale = 'g1'")
                        .getFirst()
                        .values())
                .containsExactly(1L, 2L, 55_300L, "CNY");
        assertThat(tables.rows("SELECT from_name, to_name FROM order_list WHERE number = 2" + " AND sale = 'g1'")
                        .getFirst()
                        .values())
                .containsExactly("北京南", "南京南");
        assertThat(tables.rows("SELECT seat, state FROM seats_taken ORDER BY seat"))
                .extracting(row -> List.copyOf(row.values()))
                .containsExactly(List.of(2L, "held"), List.of(3L, "paid"), List.of(4L, "paid"));
    }

    @Test
    void whatFailsLeavesNeitherRowsNorPosition() throws SQLException {
        book.apply(SOLE, List.of(OPENED), 1);
        // So that the last of three rows is refused by the table.
        tables.run("CREATE UNIQUE INDEX spoil ON orders (buyer)");
        List<Event> events = List.of(
                SampleOrder.of(CONCERT, 1).event(),
                SampleOrder.of(CONCERT, 2).event(),
                SampleOrder.of(CONCERT, 3).buyer("buyer-1").event());

        assertThatThrownBy(() -> book.apply(SOLE, events, 4))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining(tables.title());
        assertThat(tables.orders()).isEmpty();
        assertThat(tables.bookmark(SOLE)).isEqualTo(1);

        tables.run("DROP INDEX spoil");
        book.apply(SOLE, events, 4);
        assertThat(tables.orders()).hasSize(3);
        assertThat(book.bookmark(SOLE).position()).isEqualTo(4);
    }

    @Test
    void eachJournalHasItsOwnPlace() {
        Sale other = SampleSale.concert("other", 10).sale();
        assertThat(book.claim("concert")).isTrue();
        assertThat(book.claim("other")).isTrue();
        book.apply("concert", List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);
        book.apply("other", List.of(new Event.SaleOpened(1, other)), 1);
        book.apply("other", List.of(SampleOrder.of(other, 1).event()), 2);
        book.apply("other", List.of(SampleOrder.of(other, 2).event()), 3);

        assertThat(book.bookmark("concert").position()).isEqualTo(2);
        assertThat(book.bookmark("other").position()).isEqualTo(3);

        book.clear("other");
        assertThat(book.bookmark("other")).isEqualTo(Bookmark.START);
        assertThat(tables.sales()).containsOnlyKeys("concert");
        assertThat(tables.orders().values()).extracting(Order::sale).containsExactly("concert");
        assertThat(book.bookmark("concert").position()).isEqualTo(2);
    }

    @Test
    void aLookIsOfOneMoment() {
        book.apply(SOLE, List.of(OPENED, SampleOrder.of(CONCERT, 1).event()), 2);
        try (BookSnapshot look = tables.look()) {
            Bookmark before = look.bookmark(SOLE);
            book.apply(SOLE, List.of(SampleOrder.of(CONCERT, 2).event()), 3);
            int[] seen = {0};
            look.orders(new BookSnapshot.RowVisitor<>() {
                @Override
                public void row(Order row) {
                    seen[0]++;
                }

                @Override
                public void unreadable(String id, String why) {
                    throw new AssertionError(id + why);
                }
            });
            assertThat(seen[0]).isEqualTo(1);
            assertThat(look.bookmark(SOLE)).isEqualTo(before);
            assertThat(before.position()).isEqualTo(2);
        }
        assertThat(tables.orders()).hasSize(2);
    }

    /** Everything that a ledger does, in batches that end anywhere. */
    @Test
    void aWholeHistoryIsThereRowForRow() {
        long seed = Seeds.next();
        RandomHistory history = new RandomHistory(seed).goOn(1_500);
        Random random = new Random(seed);
        List<Event> events = history.events();
        int position = 0;
        while (position < events.size()) {
            int next = Math.min(events.size(), position + 1 + random.nextInt(BookLimits.PROJECTOR_BATCH_EVENTS_MAX));
            book.apply(SOLE, events.subList(position, next), next);
            position = next;
        }

        assertThat(tables.orders())
                .as("seed %d", seed)
                .isEqualTo(history.orders().stream().collect(Collectors.toMap(OrderId::toString, id -> history.state()
                        .order(id))));
        assertThat(tables.sales().values())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(history.state().saleIds().stream()
                        .map(id -> history.state().view(id).sale())
                        .toList());
    }
}
