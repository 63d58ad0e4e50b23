package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who waits for their turn in the gate and goes meanwhile. */
class GoneAskerTest {

    private static final long NOW = SampleSale.OPENS_AT + 1;

    private static final class Waiting implements Asker {
        private final List<Outcome> told = new ArrayList<>();
        private boolean gone;

        @Override
        public void tell(Outcome outcome) {
            told.add(outcome);
        }

        @Override
        public boolean isGone() {
            return gone;
        }
    }

    @Test
    void getsNothingAndStandsInNobodysWay() {
        WatchedLedger ledger = new WatchedLedger();
        ledger.submit(new Command.OpenSale(NOW, SampleSale.concert("c", 1).sale()), outcome -> {});
        Gate gate = new Gate(ledger, new LocalStockRule.Fixed(2));
        ledger.onCommit(gate);
        gate.catchUp(Journals.sole(ledger));
        ledger.asked = 0;
        ledger.holdsBack = true;
        Waiting first = new Waiting();
        Waiting second = new Waiting();
        Waiting third = new Waiting();
        // More than there is, so that it is refused and the next one's turn comes.
        assertThat(gate.place(order("ann", 2), first)).isNull();
        assertThat(gate.place(order("bob", 1), second)).isNull();
        assertThat(gate.place(order("cid", 1), third)).isNull();
        assertThat(ledger.asked).as("the others wait").isEqualTo(1);

        second.gone = true;
        ledger.answerAll();

        assertThat(first.told).containsExactly(new Outcome.Refused(new Refusal.SoldOut()));
        assertThat(second.told).singleElement().isInstanceOf(Outcome.Refused.class);
        assertThat(third.told).singleElement().isInstanceOf(Outcome.OfOrder.class);
        assertThat(ledger.asked).isEqualTo(2);
        assertThat(gate.inFlight()).isZero();
    }

    private static Command.PlaceOrder order(String buyer, int quantity) {
        OrderId id = OrderId.mint(NOW, new Random(buyer.hashCode()));
        return new Command.PlaceOrder(NOW, "c", id, buyer, "k", "floor", null, null, quantity);
    }
}
