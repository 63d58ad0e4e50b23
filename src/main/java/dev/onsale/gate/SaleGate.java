package dev.onsale.gate;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.ledger.Terms;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the gate knows of one sale. Any thread. */
final class SaleGate implements TierGate.Memory {

    private final Ledger ledger;
    private final KnownBuyers knownBuyers;
    private final JournalMemory memory;
    private final BooleanSupplier isFresh;
    private volatile Sale sale;
    private final TierGate[] tiers;

    SaleGate(
            Sale sale,
            JournalMemory memory,
            Ledger ledger,
            KnownBuyers knownBuyers,
            LocalStockRule rule,
            BooleanSupplier isFresh) {
        this.isFresh = isFresh;
        this.ledger = ledger;
        this.knownBuyers = knownBuyers;
        this.memory = memory;
        this.sale = sale;
        this.tiers = new TierGate[sale.tiers().size()];
        for (int i = 0; i < tiers.length; i++) {
            tiers[i] = new TierGate(ledger, this, sale.id(), i, sale.legs(), rule);
        }
    }

    /** Whether everything that happened to the sale is learnt. */
    boolean isInformed() {
        return memory.isWhole();
    }

    /** Whether it was learnt from this journal. */
    boolean isOf(JournalMemory journal) {
        return memory == journal;
    }

    Sale sale() {
        return sale;
    }

    @Override
    public @Nullable Refusal refusal(Command.PlaceOrder command) {
        Refusal refusal = refusalToStranger(command);
        // Asked last, since it is what costs most; a buyer with an order gets even these answers from the ledger alone.
        return refusal == null || mayHaveOrder(command) ? null : refusal;
    }

    @Override
    public boolean mayHaveOrder(Command.PlaceOrder command) {
        return knownBuyers.mayKnow(sale, command.buyer(), command.key());
    }

    /**
     * Lets an order that memory has not refused go to the ledger.
     *
     * @param asker told the outcome if this method returns null
     * @return the outcome, if nothing is left of the local stock
     */
    @Nullable
    Outcome place(Command.PlaceOrder command, Asker asker) {
        Sale current = sale;
        Journey journey = Terms.journey(current, command);
        if (journey == null || current.tierIndex(command.tier()) < 0) {
            ledger.submit(command, asker::tell); // a buyer with an order, whom the ledger will tell so
            return null;
        }
        TierGate tier = tier(command.tier());
        if (current.deduct() == Deduct.PAYMENT) {
            tier.ask(command, journey, asker::tell); // takes no seat, so there may be more of them than seats
            return null;
        }
        return tier.place(command, journey, asker);
    }

    /** The same, for a buyer who cannot have an order yet. */
    @Nullable
    Refusal refusalToStranger(Command.PlaceOrder command) {
        Sale current = sale;
        Refusal refusal = Terms.refusal(current, command);
        if (refusal == null) {
            Journey journey = Terms.journey(current, command);
            if (journey != null && tier(command.tier()).gone().isGone(journey, command.quantity())) {
                refusal = new Refusal.SoldOut();
            }
        }
        return refusal == null || !isFresh() ? null : refusal;
    }

    @Override
    public boolean isFresh() {
        return isFresh.getAsBoolean();
    }

    TierGate tier(String id) {
        return tiers[sale.tierIndex(id)];
    }

    List<Gate.LocalStockFigures> localStock() {
        List<Gate.LocalStockFigures> figures = new ArrayList<>();
        for (int i = 0; i < tiers.length; i++) {
            TierGate tier = tiers[i];
            figures.add(new Gate.LocalStockFigures(
                    sale.id(),
                    sale.tiers().get(i).id(),
                    tier.stock().left(tier.freeCells()),
                    tier.stock().waiting()));
        }
        return figures;
    }

    /** The operator has changed the sale; more seats may be on sale. */
    void learn(Sale changed) {
        Sale before = sale;
        sale = changed;
        for (int i = 0; i < tiers.length; i++) {
            if (changed.tiers().get(i).capacity() != before.tiers().get(i).capacity()) {
                tiers[i].gone().learnReturn(changed.wholeWay());
            }
        }
    }

    /** An order came into the state that it is in. */
    void learn(Order order) {
        knownBuyers.add(sale, order.buyer(), order.key());
        switch (order.state()) {
            case RELEASED, EXPIRED, REFUNDED -> {
                TierGate tier = tier(order.tier());
                tier.stock().cameBack(order.id());
                tier.gone().learnReturn(order.journey());
            }
            case HELD, PLACED, PAID, REFUND_DUE -> {} // takes seats, or has none to give back
        }
    }
}
