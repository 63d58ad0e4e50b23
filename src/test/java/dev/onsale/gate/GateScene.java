package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.events.Journals;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A gate in front of a ledger in memory, with a concert and a train of one or two seats. */
abstract class GateScene {

    static final long OPENS = 1_000_000;
    static final long NOW = OPENS + 1;
    static final Party OPERATOR = new Party.Operator();

    final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    final WatchedLedger ledger = new WatchedLedger();
    Gate gate = new Gate(ledger);

    @BeforeEach
    void open() {
        ledger.submit(new Command.OpenSale(NOW, sale("concert", 0, List.of(), 2)), outcome -> {});
        ledger.submit(new Command.OpenSale(NOW, sale("limited", 1, List.of(), 2)), outcome -> {});
        ledger.submit(new Command.OpenSale(NOW, sale("train", 0, List.of("a", "b", "c", "d"), 1)), outcome -> {});
        gate = caughtUp();
        ledger.asked = 0;
    }

    Gate caughtUp() {
        return caughtUp(LocalStockRule.alone());
    }

    Gate caughtUp(LocalStockRule rule) {
        Gate fresh = new Gate(ledger, rule);
        ledger.onCommit(fresh);
        fresh.catchUp(Journals.sole(ledger));
        return fresh;
    }

    static Sale sale(String id, int perBuyer, List<String> stops, int capacity) {
        return new Sale(
                id,
                id,
                OPENS,
                Sale.NEVER,
                60,
                Deduct.HOLD,
                perBuyer,
                false,
                Status.ACTIVE,
                stops,
                List.of(new Tier("seat", "Seat", capacity, 100, "CNY", List.of())));
    }

    Command.PlaceOrder order(String sale, String buyer, @Nullable String from, @Nullable String to, int seats) {
        return new Command.PlaceOrder(
                NOW, sale, OrderId.mint(NOW, random), buyer, "key-" + buyer, "seat", from, to, seats);
    }

    Outcome place(Command.PlaceOrder command) {
        List<Outcome> answers = new ArrayList<>();
        Outcome atOnce = gate.place(command, answers::add);
        if (atOnce != null) {
            assertThat(answers)
                    .as("an outcome that is returned is not told again")
                    .isEmpty();
            return atOnce;
        }
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }

    Order placed(Command.PlaceOrder command) {
        return ((Outcome.OfOrder) place(command)).order();
    }

    static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal);
    }
}
