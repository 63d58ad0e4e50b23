package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sale of the model, as it was opened and as it is, and the seats of its tiers. */
final class NaiveSale {

    final Sale opened;
    Sale sale;
    private final List<NaiveGrid> grids = new ArrayList<>();

    /** What the commands came to that had a key. Nothing is forgotten, so the histories are to be short. */
    private final Map<String, Answer> answers = new HashMap<>();

    private record Answer(CommandId id, Sale sale) {}

    NaiveSale(Sale sale) {
        this.opened = sale;
        this.sale = sale;
        sale.tiers().forEach(tier -> grids.add(new NaiveGrid(sale.legs(), tier.capacity())));
    }

    void remember(String key, CommandId id) {
        if (!key.isEmpty()) {
            answers.put(key, new Answer(id, sale));
        }
    }

    Outcome again(String key, CommandId id) {
        Answer first = answers.get(key);
        return first.id().equals(id)
                ? new Outcome.OfSale(first.sale(), true)
                : new Outcome.Refused(new Refusal.KeyReused());
    }

    void become(Sale changed) {
        for (int tier = 0; tier < grids.size(); tier++) {
            grids.get(tier).grow(changed.tiers().get(tier).capacity());
        }
        sale = changed;
    }

    NaiveGrid grid(String tier) {
        return grids.get(sale.tierIndex(tier));
    }

    /** Whether a command with this key was carried out before. */
    boolean wasAsked(String key) {
        return answers.containsKey(key);
    }

    /** What there is to see of it, counted anew. */
    SaleView view(long version, NaiveOrders orders) {
        List<SaleView.TierView> tiers = new ArrayList<>();
        int legs = sale.legs();
        for (int tier = 0; tier < sale.tiers().size(); tier++) {
            int[] free = new int[(legs + 1) * (legs + 1)];
            for (int from = 0; from < legs; from++) {
                for (int to = from + 1; to <= legs; to++) {
                    free[from * (legs + 1) + to] = grids.get(tier).free(new Journey(from, to));
                }
            }
            int[] held = new int[legs];
            int[] paid = new int[legs];
            for (int leg = 0; leg < legs; leg++) {
                held[leg] = orders.seatsOn(sale, tier, leg, OrderState.HELD);
                paid[leg] = orders.seatsOn(sale, tier, leg, OrderState.PAID);
            }
            tiers.add(new SaleView.TierView(legs, free, held, paid));
        }
        return new SaleView(sale, version, tiers);
    }
}
