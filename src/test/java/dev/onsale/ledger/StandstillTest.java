package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.Standstill.Witness;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What may be asked of a ledger from which nothing may be sold. */
class StandstillTest {

    private static final long NOW = SampleSale.OPENS_AT;
    private static final Party OPERATOR = new Party.Operator();

    private final Standstill standstill = new Standstill(new MemoryLedger());

    private Outcome ask(Command command) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        standstill.submit(command, answer::complete);
        return answer.join();
    }

    private static OrderId newId() {
        return OrderId.mint(NOW, "night", new Random());
    }

    private static Command.PlaceOrder order(String buyer) {
        return new Command.PlaceOrder(NOW, "night", newId(), buyer, "k", "floor", null, null, 1);
    }

    private static boolean isBusy(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal refusal) && refusal instanceof Refusal.Busy;
    }

    private Order place(String buyer) {
        Outcome outcome = ask(order(buyer));
        assertThat(outcome).isInstanceOf(Outcome.OfOrder.class);
        return ((Outcome.OfOrder) outcome).order();
    }

    @Test
    void nothingIsSoldAndMoneyIsWrittenDown() {
        ask(new Command.OpenSale(NOW, SampleSale.concert("night", 5).sale()));
        Order anns = place("ann");
        Order bobs = place("bob");

        assertThat(standstill.say(Witness.BOOK, "It is short.")).isTrue();

        assertThat(standstill.standsStill()).isTrue();
        assertThat(isBusy(ask(order("cid")))).isTrue();
        assertThat(isBusy(ask(order("ann")))).isTrue();
        assertThat(isBusy(ask(
                        new Command.OpenSale(NOW, SampleSale.concert("day", 5).sale()))))
                .isTrue();
        assertThat(ask(new Command.PayOrder(NOW, anns.id(), "r"))).isInstanceOf(Outcome.OfOrder.class);
        assertThat(ask(new Command.ReleaseOrder(NOW, bobs.id(), OPERATOR))).isInstanceOf(Outcome.OfOrder.class);
        assertThat(isBusy(ask(new Command.PayOrder(NOW, newId(), "r"))))
                .as("it may be one of the lost")
                .isTrue();
        List<String> found = new ArrayList<>();
        standstill.find(newId(), order -> found.add("answered"), () -> found.add("busy"));
        assertThat(found).containsExactly("busy");
        found.clear();
        standstill.show("day", () -> found.add("shown"), () -> found.add("busy"));
        standstill.show("night", () -> found.add("shown"), () -> found.add("busy"));
        assertThat(found).as("a sale that is gone, and one that is there").containsExactly("busy", "shown");
        assertThat(ask(new Command.RestoreOrder(NOW, anns.in(OrderState.HELD))))
                .as("the repair's")
                .isNotNull();

        standstill.say(Witness.BOOK, null);
        place("cid");
    }

    @Test
    void eachWitnessTakesBackItsOwnAlone() {
        assertThat(standstill.say(Witness.BOOK, null)).isFalse();
        standstill.say(Witness.BOOK, "book");
        standstill.say(Witness.FEED, "feed");
        assertThat(standstill.say(Witness.FEED, "feed")).as("the same again").isFalse();
        assertThat(standstill.say(Witness.BOOK, null)).isTrue();
        assertThat(standstill.reason()).isEqualTo("feed");
        standstill.say(Witness.FEED, null);
        assertThat(standstill.standsStill()).isFalse();
    }
}
