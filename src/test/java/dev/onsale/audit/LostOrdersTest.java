package dev.onsale.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seeds;
import dev.onsale.orders.BookFile;
import dev.onsale.orders.MemoryJournals;
import dev.onsale.orders.OrderBook;
import dev.onsale.orders.RandomHistory;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of ledgers with many journals, and of those that have lost what their order book knows. */
class LostOrdersTest {

    private static final Sale A = SampleSale.concert("a", 10).sale();
    private static final Sale B = SampleSale.concert("b", 10).sale();

    @TempDir
    private Path dataDir;

    private final MemoryJournals journals = new MemoryJournals();
    private BookFile file;

    @BeforeEach
    void open() {
        file = new BookFile(dataDir);
    }

    private AuditReport audit() {
        return Audit.run(journals, () -> Optional.of(file.look()), (position, end) -> {});
    }

    /** Commits the events, each to its sale's journal, and writes the book from them. */
    private void commit(List<Event> events) {
        events.forEach(journals::commit);
        Map<String, List<Event>> bySale = events.stream().collect(Collectors.groupingBy(Event::saleId));
        try (OrderBook book = file.open()) {
            bySale.forEach(
                    (sale, some) -> book.apply(sale, some, journals.log(sale).end()));
        }
    }

    @Test
    void manyJournalsAreAuditedAsOneLedger() {
        long seed = Seeds.next();
        RandomHistory history = new RandomHistory(seed).goOn(1_000);
        commit(history.events());

        AuditReport report = audit();

        assertThat(report.findings()).as("seed %d", seed).isEmpty();
        assertThat(report.events()).isEqualTo(history.events().size());
        assertThat(report.book())
                .isEqualTo(new AuditReport.BookFigures(history.events().size(), null));
        assertThat(report.sales()).hasSize(4);
    }

    @Test
    void aFindingNamesItsJournal() throws Exception {
        commit(List.of(new Event.SaleOpened(1, A), SampleOrder.of(A, 1).event()));
        commit(List.of(new Event.SaleOpened(1, B), SampleOrder.of(B, 1).event()));
        file.run("UPDATE orders SET seats = '4' WHERE sale = 'b'");

        assertThat(audit().findings())
                .extracting(Finding::fault, Finding::journal, Finding::position)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Fault.ROW_DIFFERS, "b", 2L));
        file.run("UPDATE orders SET seats = '1'");
        journals.commit(SampleOrder.of(A, 2).seats(1).event());
        assertThat(audit().findings()).extracting(Finding::journal).containsOnly("a");
    }

    /** A sale that is left alone for long is no reason to think that another one's deadlines were forgotten, nor the other way round. */
    @Test
    void eachJournalHasItsOwnTime() {
        long later = SampleSale.OPENS_AT + 3_600_000;
        commit(List.of(new Event.SaleOpened(1, A), SampleOrder.of(A, 1).event()));
        commit(List.of(
                new Event.SaleOpened(1, B),
                SampleOrder.of(B, 1)
                        .placedAt(later)
                        .expiresAt(later + SampleSale.HOLD_SECONDS * 1000L)
                        .event()));
        assertThat(audit().findings()).isEmpty();

        // Both sales were running when the order of the first should have expired.
        long deadline = SampleOrder.of(A, 1).order().expiresAt();
        List<Event> ticking = new ArrayList<>();
        for (long at = SampleSale.OPENS_AT + 2; at < deadline + 60_000; at += 5_000) {
            ticking.add(new Event.SaleChanged(at, A));
        }
        commit(ticking);
        assertThat(audit().faults().keySet()).containsExactly(Fault.OVERDUE);
    }

    @Test
    void whatTheLedgerLostIsNamedOrderByOrder() {
        SampleOrder paid = SampleOrder.of(A, 1);
        SampleOrder kept = SampleOrder.of(A, 2);
        SampleOrder lost = SampleOrder.of(A, 3);
        commit(List.of(
                new Event.SaleOpened(1, A),
                paid.event(),
                kept.event(),
                paid.paid().event(SampleSale.OPENS_AT + 5),
                lost.event(SampleSale.OPENS_AT + 6)));
        commit(List.of(new Event.SaleOpened(1, B), SampleOrder.of(B, 1).event()));

        journals.log("a").cutBehind(3);

        AuditReport report = audit();
        assertThat(report.lost().orders())
                .containsExactlyInAnyOrder(
                        new LostOrder(paid.order(), OrderState.HELD), new LostOrder(lost.order(), null));
        assertThat(report.faults())
                .isEqualTo(Map.of(Fault.BOOK_AHEAD, 1L, Fault.ORDER_LOST, 1L, Fault.ORDER_SET_BACK, 1L));
        assertThat(AuditText.of(report))
                .contains("paid in the order book, held in the ledger")
                .contains("held in the order book, unknown to the ledger");
    }

    /** After the payment was lost the buyer, whose order was held again, has paid once more: the first money is nowhere but in the book. */
    @Test
    void aPaymentThatWasLostAndMadeAgainIsNamed() {
        SampleOrder order = SampleOrder.of(A, 1);
        commit(List.of(new Event.SaleOpened(1, A), order.event()));
        commit(List.of(order.paid().reference("receipt-1").event(SampleSale.OPENS_AT + 5)));
        Order inBook = order.order();

        journals.log("a").cutBehind(2);
        journals.commit(order.reference("receipt-2").event(SampleSale.OPENS_AT + 6));

        AuditReport report = audit();
        assertThat(report.faults()).containsEntry(Fault.PAYMENT_LOST, 1L);
        assertThat(report.lost().orders()).containsExactly(new LostOrder(inBook, OrderState.PAID, true));
        assertThat(AuditText.of(report))
                .contains("paid in the order book, paid in the ledger with another payment than receipt-1");
    }

    /** The new primary sells on, and soon has as many events as were lost, only others. */
    @Test
    void otherEventsAtTheSamePlacesHideNothing() {
        SampleOrder lost = SampleOrder.of(A, 1);
        commit(List.of(new Event.SaleOpened(1, A), lost.event()));
        journals.log("a").cutBehind(1);
        journals.commit(SampleOrder.of(A, 1)
                .id(SampleOrder.of(A, 5).order().id())
                .buyer("bob")
                .event());
        journals.commit(SampleOrder.of(A, 2).event());

        AuditReport report = audit();

        assertThat(report.lost().orders()).containsExactly(new LostOrder(lost.order(), null));
        assertThat(report.findings()).extracting(Finding::fault).containsExactly(Fault.BOOK_AHEAD);
    }

    @Test
    void aSaleThatIsGoneAltogetherIsLost() {
        commit(List.of(new Event.SaleOpened(1, A), SampleOrder.of(A, 1).event()));
        commit(List.of(new Event.SaleOpened(1, B), SampleOrder.of(B, 1).event()));

        journals.lose("b");

        AuditReport report = audit();
        assertThat(report.lost().sales()).containsExactly(B);
        assertThat(report.lost().orders())
                .extracting(order -> order.order().sale())
                .containsExactly("b");
        assertThat(report.faults()).isEqualTo(Map.of(Fault.SALE_LOST, 1L, Fault.ORDER_LOST, 1L));
    }

    /** Every pair of states: something is lost exactly if the ledger's state cannot have come after the book's. */
    @Test
    void onlyWhatTheLedgerCannotKnowAnyMoreIsLost() {
        for (OrderState inBook : OrderState.values()) {
            assertThat(LostOrder.steps(inBook, null)).containsExactly(LostOrder.Step.RESTORE);
            assertThat(LostOrder.steps(inBook, inBook)).isEmpty();
            assertThat(LostOrder.steps(OrderState.HELD, inBook)).isEmpty();
            assertThat(LostOrder.steps(OrderState.PLACED, inBook)).isEmpty();
        }
        assertThat(LostOrder.steps(OrderState.PAID, OrderState.HELD)).containsExactly(LostOrder.Step.PAY);
        assertThat(LostOrder.steps(OrderState.PAID, OrderState.EXPIRED)).containsExactly(LostOrder.Step.PAY);
        assertThat(LostOrder.steps(OrderState.PAID, OrderState.REFUNDED)).isEmpty();
        assertThat(LostOrder.steps(OrderState.RELEASED, OrderState.HELD)).containsExactly(LostOrder.Step.RELEASE);
        assertThat(LostOrder.steps(OrderState.RELEASED, OrderState.PAID)).isEmpty();
        assertThat(LostOrder.steps(OrderState.EXPIRED, OrderState.HELD)).isEmpty();
        assertThat(LostOrder.steps(OrderState.REFUND_DUE, OrderState.RELEASED)).containsExactly(LostOrder.Step.PAY);
        assertThat(LostOrder.steps(OrderState.REFUNDED, OrderState.PAID)).containsExactly(LostOrder.Step.REFUND);
        assertThat(LostOrder.steps(OrderState.REFUNDED, OrderState.HELD))
                .containsExactly(LostOrder.Step.PAY, LostOrder.Step.REFUND);
    }

    private static Event restored(SampleOrder order, long number) {
        return new Event.OrderRestored(
                SampleSale.OPENS_AT + 500, order.number(number).order());
    }

    /** In whatever state, and though its sale is closed: but its seats, its number and its deadline are as with every order. */
    @Test
    void anOrderThatWasPutBackIsHeldToTheLawsToo() {
        Sale closed = A.with(dev.onsale.sale.Status.CLOSED, A.opensAt(), A.closesAt(), A.tiers());
        commit(List.of(
                new Event.SaleOpened(1, A),
                SampleOrder.of(A, 1).event(),
                new Event.SaleChanged(SampleSale.OPENS_AT + 400, closed),
                restored(SampleOrder.of(A, 7).paid(), 2),
                restored(SampleOrder.of(A, 8).state(OrderState.EXPIRED), 3)));
        assertThat(audit().findings()).isEmpty();

        journals.commit(restored(SampleOrder.of(A, 9).seats(7), 4));
        journals.commit(restored(SampleOrder.of(A, 6).expiresAt(5), 5));
        journals.commit(restored(SampleOrder.of(A, 5).seats(2, 3), 6));
        journals.commit(restored(SampleOrder.of(A, 4), 6));
        journals.commit(restored(SampleOrder.of(A, 1), 1));
        assertThat(audit().faults().keySet())
                .containsExactlyInAnyOrder(
                        Fault.SEAT_TWICE,
                        Fault.STOCK_NOT_CONSERVED,
                        Fault.WRONG_DEADLINE,
                        Fault.WRONG_SEATS,
                        Fault.NUMBER_GAP,
                        Fault.ILLEGAL_MOVE);
    }
}
