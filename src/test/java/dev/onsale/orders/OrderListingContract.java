package dev.onsale.orders;

import static dev.onsale.events.Journals.SOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.config.BookLimits;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.SampleNames;
import dev.onsale.ledger.Seeds;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listings of every order book are like, whichever database it is in. */
abstract class OrderListingContract {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Sale A = SampleSale.concert("a", 1_000).sale();
    static final Sale B = SampleSale.concert("b", 1_000).sale();

    BookTables tables;
    OrderBook book;
    final List<Order> orders = new ArrayList<>();
    private long position;

    /** Where a new book is. */
    abstract BookTables newTables();

    @BeforeEach
    void openFirst() {
        tables = newTables();
        book = tables.open();
        assertThat(book.claim(SOLE)).isTrue();
        write(new Event.SaleOpened(1, A), new Event.SaleOpened(1, B));
    }

    @AfterEach
    void closeLast() {
        book.close();
    }

    void write(Event... events) {
        position += events.length;
        book.apply(SOLE, List.of(events), position);
    }

    void write(SampleOrder order) {
        orders.add(order.order());
        write(order.event());
    }

    @Test
    void whateverABuyerIsCalledTheirOrdersAreListed() {
        for (int i = 0; i < SampleNames.ALL.size(); i++) {
            write(SampleOrder.of(A, i + 1).buyer(SampleNames.ALL.get(i)));
        }
        for (int i = 0; i < SampleNames.ALL.size(); i++) {
            OrderPage page = book.list(new OrderQuery(null, SampleNames.ALL.get(i), null, null, 10));
            assertThat(page.orders()).containsExactly(orders.get(i));
        }
    }

    void writeSome(long seed) {
        Random random = new Random(seed);
        List<OrderState> states = List.of(OrderState.HELD, OrderState.PAID, OrderState.EXPIRED);
        for (int i = 1; i <= 120; i++) {
            write(SampleOrder.of(random.nextBoolean() ? A : B, i)
                    .buyer("buyer-" + random.nextInt(3))
                    .state(states.get(random.nextInt(states.size()))));
        }
    }

    static List<OrderQuery> everyCombination(int limit) {
        List<OrderQuery> queries = new ArrayList<>();
        for (int bits = 0; bits < 8; bits++) {
            queries.add(new OrderQuery(
                    (bits & 1) != 0 ? "a" : null,
                    (bits & 2) != 0 ? "buyer-1" : null,
                    (bits & 4) != 0 ? OrderState.PAID : null,
                    null,
                    limit));
        }
        return queries;
    }

    static OrderQuery after(OrderQuery query, OrderId after) {
        return new OrderQuery(query.sale(), query.buyer(), query.state(), after, query.limit());
    }

    @Test
    void pagesTogetherAreEveryOrderThatWasAskedForNewestFirst() {
        long seed = Seeds.next();
        writeSome(seed);
        for (OrderQuery query : everyCombination(7)) {
            List<Order> expected = orders.stream()
                    .filter(order -> query.sale() == null || query.sale().equals(order.sale()))
                    .filter(order -> query.buyer() == null || query.buyer().equals(order.buyer()))
                    .filter(order -> query.state() == null || query.state() == order.state())
                    .sorted(Comparator.comparing(Order::id).reversed())
                    .toList();
            List<Order> listed = new ArrayList<>();
            OrderPage page = book.list(query);
            listed.addAll(page.orders());
            while (page.next() != null) {
                assertThat(page.orders()).as("a page that is not the last").hasSize(7);
                page = book.list(after(query, page.next()));
                listed.addAll(page.orders());
            }
            assertThat(listed).as("%s, seed %d", query, seed).isEqualTo(expected);
        }
    }

    @Test
    void aPageThatHoldsTheLastOrderHasNoNext() {
        write(SampleOrder.of(A, 1));
        write(SampleOrder.of(A, 2));

        assertThat(book.list(new OrderQuery("a", null, null, null, 2)).next()).isNull();
        assertThat(book.list(new OrderQuery("a", null, null, null, 1)).next())
                .isEqualTo(orders.get(1).id());
        assertThat(book.list(new OrderQuery("nothing", null, null, null, 1))).isEqualTo(new OrderPage(List.of(), null));
    }

    @Test
    void ordersThatComeInBetweenShiftNoPage() {
        for (int i = 1; i <= 10; i++) {
            write(SampleOrder.of(A, i));
        }
        OrderQuery query = new OrderQuery("a", null, null, null, 4);
        OrderPage first = book.list(query);
        for (int i = 11; i <= 20; i++) {
            write(SampleOrder.of(A, i));
        }

        OrderPage second = book.list(after(query, first.next()));

        assertThat(first.orders()).extracting(Order::number).containsExactly(10L, 9L, 8L, 7L);
        assertThat(second.orders()).extracting(Order::number).containsExactly(6L, 5L, 4L, 3L);
    }

    @Test
    void manyMayReadWhileTheBookIsWritten() {
        writeSome(1);
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 4 * BookLimits.BOOK_READERS_MAX; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> {
                int rows = 0;
                for (int j = 0; j < 20; j++) {
                    rows += book.list(new OrderQuery(null, null, null, null, 100))
                            .orders()
                            .size();
                }
                return rows;
            }));
        }
        for (int i = 121; i <= 200; i++) {
            write(SampleOrder.of(A, i));
        }
        assertThat(readers)
                .allSatisfy(
                        reader -> assertThat(reader).succeedsWithin(PATIENCE).isEqualTo(2_000));
    }

    @Test
    void aRowThatNobodyWroteIsNamed() throws SQLException {
        write(SampleOrder.of(A, 1));
        tables.run("UPDATE orders SET seats = 'the best'");

        assertThatThrownBy(() -> book.list(new OrderQuery(null, null, null, null, 1)))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining(tables.title())
                .hasMessageContaining(orders.getFirst().id().toString());
    }
}
