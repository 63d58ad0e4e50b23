package dev.onsale.audit.repair;

import dev.onsale.audit.Lost;
import dev.onsale.audit.LostOrder;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.Sale;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a ledger again what it has lost. Everything goes through its commands, so that no law is broken: a seat that was sold on is
 * not taken from its new owner. Whoever runs it twice changes nothing the second time. Owned by one thread.
 */
public final class Repair {

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private static final Party OPERATOR = new Party.Operator();

    private final Function<Command, Outcome> ledger;
    private final InstantSource clock;

    private Repair(Function<Command, Outcome> ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Gives back what was lost, orders in the order of their acceptance.
     *
     * @param ledger answers one command after the other
     * @return what became of each order
     */
    public static List<RepairedOrder> run(Lost lost, Function<Command, Outcome> ledger, InstantSource clock) {
        Repair repair = new Repair(ledger, clock);
        for (Sale sale : lost.sales()) {
            Outcome outcome = ledger.apply(new Command.OpenSale(clock.millis(), sale));
            if (outcome instanceof Outcome.Refused(Refusal refusal)) {
                // Its orders are refused or not by what there is by now under its id.
                LOG.warn("Sale {} could not be opened again: {}", sale.id(), refusal.code());
            }
        }
        List<RepairedOrder> repaired = new ArrayList<>();
        lost.orders().stream()
                .sorted(Comparator.comparing((LostOrder order) -> order.order().sale())
                        .thenComparingLong(order -> order.order().number()))
                .forEach(order -> repaired.add(new RepairedOrder(order, repair.giveBack(order))));
        return repaired;
    }

    private @Nullable String giveBack(LostOrder lost) {
        Order order = lost.order();
        Outcome outcome = new Outcome.OfOrder(order, true);
        for (LostOrder.Step step : lost.steps()) {
            outcome = ledger.apply(command(step, order));
            if (outcome instanceof Outcome.Refused(Refusal refusal)) {
                return lost.isPaidOtherwise() ? paidOtherwise(order) : why(refusal) + due(order);
            }
            if (outcome instanceof Outcome.Unknown) {
                return "the ledger was lost before it had answered, and may have given it back: run the repair again";
            }
        }
        return outcome instanceof Outcome.OfOrder(Order now, boolean repeated) ? shortfall(order, now) : null;
    }

    private Command command(LostOrder.Step step, Order order) {
        long now = clock.millis();
        return switch (step) {
            case RESTORE -> new Command.RestoreOrder(now, order);
            case PAY ->
                new Command.PayOrder(
                        now, order.id(), Objects.requireNonNull(order.reference(), "whoever has paid has a reference"));
            case RELEASE -> new Command.ReleaseOrder(now, order.id(), OPERATOR);
            case REFUND -> new Command.RefundOrder(now, order.id(), OPERATOR);
        };
    }

    private static String paidOtherwise(Order order) {
        return "it is paid by another payment by now: the payment " + order.reference() + " over "
                + order.amount().value() + " " + order.amount().currency() + " is due back to its buyer";
    }

    /** Money that came for an order that cannot be given back. */
    private static String due(Order order) {
        return order.reference() == null || order.state() == OrderState.REFUNDED
                ? ""
                : "; its payment " + order.reference() + " is due back to its buyer";
    }

    /** What the ledger could not give as it was; null if nothing is missing. */
    private static @Nullable String shortfall(Order wanted, Order now) {
        if (wanted.state() == OrderState.PAID && now.state() == OrderState.REFUND_DUE) {
            return "its payment is noted, but its seats were sold on and no others are left: a refund is due";
        }
        if (wanted.state() == OrderState.PAID && !wanted.seats().equals(now.seats())) {
            return "it is paid again, but its seats " + wanted.seats() + " were sold on: it has the seats "
                    + now.seats() + " now, and its buyer has to be told";
        }
        return null;
    }

    private static String why(Refusal refusal) {
        return switch (refusal) {
            case Refusal.SoldOut() -> "its seats were sold on";
            case Refusal.KeyReused() -> "its buyer has ordered again with the same key, and has another order";
            case Refusal.BuyerLimit(int limit, int has) ->
                "its buyer has " + has + " seats by now, and the sale allows " + limit;
            case Refusal.UnknownSale() -> "the ledger has no such sale, and it could not be opened again";
            case Refusal.UnknownTier() -> "the ledger's sale has no such tier";
            case Refusal.BadJourney(String whyNot) -> whyNot;
            case Refusal.BadQuantity(int max) -> "its seats are none of the tier's";
            case Refusal.Already(OrderState state) -> "it is " + state.word() + " by now";
            case Refusal.Busy(int seconds) -> "the ledger is busy: run the repair again";
            case Refusal.NotOpen _,
                    Refusal.Paused _,
                    Refusal.Closed _,
                    Refusal.TooManyOrders _,
                    Refusal.LedgerFull _,
                    Refusal.UnknownOrder _,
                    Refusal.NotYours _,
                    Refusal.SaleExists _,
                    Refusal.BadChange _,
                    Refusal.NotAdmitted _ -> throw new AssertionError("no answer to a repair: " + refusal);
        };
    }
}
