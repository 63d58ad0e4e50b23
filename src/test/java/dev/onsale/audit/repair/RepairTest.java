package dev.onsale.audit.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.audit.Lost;
import dev.onsale.audit.LostOrder;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.orders.MemoryJournals;
import dev.onsale.orders.SampleOrder;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {

    private static final Sale SALE = SampleSale.concert("rush", 3).sale();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(SampleSale.OPENS_AT + 1_000));

    private final MemoryJournals journals = new MemoryJournals();

    private List<RepairedOrder> repair(List<Sale> sales, LostOrder... orders) {
        return Repair.run(new Lost(List.of("rush"), sales, List.of(orders)), new JournalReplay(journals), CLOCK);
    }

    @Test
    void whatIsGoneComesBackAsItWas() {
        journals.commit(new Event.SaleOpened(1, SALE));
        Order lost = SampleOrder.of(SALE, 2).paid().order();
        List<Outcome> outcomes = new ArrayList<>();
        JournalReplay ledger = new JournalReplay(journals);

        List<RepairedOrder> repaired = Repair.run(
                new Lost(List.of("rush"), List.of(), List.of(new LostOrder(lost, null))),
                command -> {
                    outcomes.add(ledger.apply(command));
                    return outcomes.getLast();
                },
                CLOCK);

        assertThat(repaired).containsExactly(new RepairedOrder(new LostOrder(lost, null), null));
        assertThat(outcomes).containsExactly(new Outcome.OfOrder(lost.numbered(1), false));
    }

    @Test
    void aSaleThatIsGoneIsOpenedFirst() {
        Order lost = SampleOrder.of(SALE, 1).order();

        assertThat(repair(List.of(SALE), new LostOrder(lost, null)))
                .extracting(RepairedOrder::whyNot)
                .containsExactly((String) null);
        assertThat(repair(List.of(), new LostOrder(lost, null)).getFirst().whyNot())
                .contains("no such sale");
    }

    @Test
    void aPaymentThatWasLostIsTakenAgain() {
        SampleOrder order = SampleOrder.of(SALE, 1);
        journals.commit(new Event.SaleOpened(1, SALE));
        journals.commit(order.event());
        Order paid = order.paid().order();
        assertThat(repair(List.of(), new LostOrder(paid, OrderState.HELD))
                        .getFirst()
                        .whyNot())
                .isNull();

        // It expired, since it was not paid as far as the ledger knew, and its seat was sold on.
        journals.commit(SampleOrder.of(SALE, 1).state(OrderState.EXPIRED).event(paid.expiresAt()));
        journals.commit(SampleOrder.of(SALE, 2).seats(1).event());
        assertThat(repair(List.of(), new LostOrder(paid, OrderState.EXPIRED))
                        .getFirst()
                        .whyNot())
                .contains("it has the seats [2] now");
        journals.commit(SampleOrder.of(SALE, 3).seats(2, 3).quantity(2).event());
        assertThat(repair(List.of(), new LostOrder(paid, OrderState.EXPIRED))
                        .getFirst()
                        .whyNot())
                .contains("a refund is due");
    }

    /** Nobody's money is nowhere: the order stays paid as it is, and the payment that the ledger has lost is due back. */
    @Test
    void aPaymentThatWasLostAndMadeAgainIsDueBack() {
        SampleOrder order = SampleOrder.of(SALE, 1).paid();
        Order inBook = order.reference("receipt-1").order();
        journals.commit(new Event.SaleOpened(1, SALE));
        journals.commit(SampleOrder.of(SALE, 1).event());
        journals.commit(order.reference("receipt-2").event(2));

        assertThat(repair(List.of(), new LostOrder(inBook, OrderState.PAID, true))
                        .getFirst()
                        .whyNot())
                .contains("the payment receipt-1 over " + inBook.amount().value() + " "
                        + inBook.amount().currency() + " is due back to its buyer");
    }

    @Test
    void whatBreaksALawIsToldWithTheReason() {
        journals.commit(new Event.SaleOpened(1, SALE));
        journals.commit(SampleOrder.of(SALE, 1).event());
        Order sameSeat = SampleOrder.of(SALE, 2).seats(1).order();
        Order sameKey = SampleOrder.of(SALE, 3).buyer("buyer-1").key("key-1").order();

        assertThat(repair(List.of(), new LostOrder(sameSeat, null), new LostOrder(sameKey, null)))
                .extracting(RepairedOrder::whyNot)
                .containsExactly(
                        "its seats were sold on",
                        "its buyer has ordered again with the same key, and has another order");
    }

    /** The dry run is a replay: it must change nothing that anybody else sees. */
    @Test
    void aReplayChangesNoJournal() {
        journals.commit(new Event.SaleOpened(1, SALE));
        new JournalReplay(journals)
                .apply(new Command.RestoreOrder(5, SampleOrder.of(SALE, 1).order()));
        assertThat(journals.log("rush").end()).isEqualTo(1);
    }
}
