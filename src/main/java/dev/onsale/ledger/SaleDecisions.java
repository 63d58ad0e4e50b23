package dev.onsale.ledger;

import dev.onsale.config.Limits;
import dev.onsale.sale.InvalidSaleException;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SaleRules;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an operator's commands come to. Changes nothing. Stateless, any thread. */
public final class SaleDecisions {

    /** Why a sale cannot be opened beside so many others. */
    public static final String ONE_SALE_TOO_MANY = "would be one sale too many: a ledger keeps "
            + Limits.LEDGER_SALES_MAX + " that are open; close some that have ended";

    private SaleDecisions() {}

    static Decision open(StockState state, Command.OpenSale command) {
        Sale sale = command.sale().openedAt(command.now());
        SaleState existing = state.sale(sale.id());
        if (existing != null) {
            Outcome first = existing.answered().find(CommandId.of(command));
            if (first != null) {
                return new Decision(first, List.of());
            }
            return command.sale().asksFor(existing.opened())
                    ? new Decision(new Outcome.OfSale(existing.sale(), true), List.of())
                    : Decision.refuse(new Refusal.SaleExists());
        }
        try {
            SaleRules.check(sale);
        } catch (InvalidSaleException e) {
            return Decision.refuse(new Refusal.BadChange(e.field(), e.sentence()));
        }
        if (state.openSaleCount(command.now()) >= Limits.LEDGER_SALES_MAX) {
            return Decision.refuse(new Refusal.BadChange("id", ONE_SALE_TOO_MANY));
        }
        return new Decision(
                new Outcome.OfSale(sale, false),
                List.of(new Event.SaleOpened(command.now(), sale, CommandId.of(command))));
    }

    static Decision change(StockState state, Command.ChangeSale command) {
        SaleState existing = state.sale(command.sale());
        if (existing == null) {
            return Decision.refuse(new Refusal.UnknownSale());
        }
        Outcome first = existing.answered().find(CommandId.of(command));
        if (first != null) {
            return new Decision(first, List.of());
        }
        Decision decision = change(existing.sale(), command);
        // Whoever stops the selling may, also where there is no room to remember it.
        boolean isOfStatusAlone =
                command.change().equals(new SaleChange(command.change().status(), null, null, Map.of()));
        return state.isFull() && !isOfStatusAlone && !decision.events().isEmpty()
                ? Decision.refuse(new Refusal.LedgerFull())
                : decision;
    }

    /**
     * What a change of {@code sale}, as it is now, comes to, if its key is a new one. One that changes nothing is an event as well: the same key may come again
     * when the sale is another one, and must not change it then.
     */
    public static Decision change(Sale sale, Command.ChangeSale command) {
        SaleChange change = command.change();
        if (sale.status() == Status.CLOSED && !change.equals(SaleChange.to(Status.CLOSED))) {
            return Decision.refuse(new Refusal.Closed());
        }
        if (change.addStock().keySet().stream().anyMatch(tier -> sale.tierIndex(tier) < 0)) {
            return Decision.refuse(new Refusal.UnknownTier());
        }
        long opensAt = change.opensAt() == null ? sale.opensAt() : change.opensAt();
        long closesAt = change.closesAt() == null ? sale.closesAt() : change.closesAt();
        try {
            SaleRules.checkTimes(opensAt, closesAt);
        } catch (InvalidSaleException e) {
            return Decision.refuse(new Refusal.BadChange(e.field(), e.sentence()));
        }
        List<Tier> tiers = new ArrayList<>();
        // By the sale's tiers and not by the map, whose order differs from run to run: the refusal must not.
        for (Tier tier : sale.tiers()) {
            Integer more = change.addStock().get(tier.id());
            int room = SaleRules.capacityMax(sale.legs()) - tier.capacity();
            if (more != null && (more < 1 || more > room)) {
                return Decision.refuse(
                        new Refusal.BadChange("addStock." + tier.id(), "must be 1 to " + room + ", but is " + more));
            }
            tiers.add(more == null ? tier : tier.withCapacity(tier.capacity() + more));
        }
        Status status = change.status() == null ? sale.status() : change.status();
        Sale changed = sale.with(status, opensAt, closesAt, tiers);
        return new Decision(
                new Outcome.OfSale(changed, changed.equals(sale)),
                List.of(new Event.SaleChanged(command.now(), changed, CommandId.of(command))));
    }
}
