package dev.onsale.ledger;

import dev.onsale.sale.Journey;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whether what a ledger shows of a sale and its orders keeps the first two laws: no seat in two live orders on the same leg, and
 * free + held + paid = capacity. The orders are laid out anew; neither the ledger's own grid nor the model's is asked.
 */
final class Laws {

    private final List<Order> orders;
    private final List<String> broken = new ArrayList<>();

    private Laws(List<Order> orders) {
        this.orders = orders;
    }

    /**
     * What is broken, as sentences; empty when all is well.
     *
     * @param orders every order of the sale, as it is; orders of other sales may be among them
     */
    static List<String> broken(SaleView view, Collection<Order> orders) {
        Laws laws = of(view.sale(), orders);
        for (int i = 0; i < view.sale().tiers().size(); i++) {
            laws.check(view.sale(), view.sale().tiers().get(i), view.tiers().get(i));
        }
        return laws.broken;
    }

    /** What is broken by the orders alone, whatever a view says of them. */
    static List<String> brokenByOrders(Sale sale, Collection<Order> orders) {
        Laws laws = of(sale, orders);
        sale.tiers().forEach(tier -> laws.layOut(sale, tier, new int[sale.legs()], new int[sale.legs()]));
        return laws.broken;
    }

    private static Laws of(Sale sale, Collection<Order> orders) {
        return new Laws(
                orders.stream().filter(order -> order.sale().equals(sale.id())).toList());
    }

    private void check(Sale sale, Tier tier, SaleView.TierView stock) {
        int[] held = new int[sale.legs()];
        int[] paid = new int[sale.legs()];
        Order[][] layOut = layOut(sale, tier, held, paid);
        for (int leg = 0; leg < sale.legs(); leg++) {
            String where = tier.id() + ", leg " + leg + ": ";
            int free = stock.free(new Journey(leg, leg + 1));
            if (free + stock.held(leg) + stock.paid(leg) != tier.capacity()) {
                broken.add(where + free + " free + " + stock.held(leg) + " held + " + stock.paid(leg)
                        + " paid is not the capacity of " + tier.capacity());
            }
            if (held[leg] != stock.held(leg) || paid[leg] != stock.paid(leg)) {
                broken.add(where + "the orders have " + held[leg] + " held and " + paid[leg] + " paid, the view says "
                        + stock.held(leg) + " and " + stock.paid(leg));
            }
        }
        checkFree(sale, tier, stock, layOut);
    }

    /** The live order that has the seat there, by seat and leg; and how many seats are held and paid, by leg. */
    private Order[][] layOut(Sale sale, Tier tier, int[] held, int[] paid) {
        Order[][] layOut = new Order[tier.capacity() + 1][sale.legs()];
        for (Order order : orders) {
            if (order.tier().equals(tier.id()) && isLive(order)) {
                layOut(order, layOut, order.state() == OrderState.HELD ? held : paid);
            }
        }
        return layOut;
    }

    private static boolean isLive(Order order) {
        return order.state() == OrderState.HELD || order.state() == OrderState.PAID;
    }

    private void layOut(Order order, Order[][] layOut, int[] count) {
        if (order.seats().count() != order.quantity()) {
            broken.add("not as many seats as were ordered: " + order);
        }
        for (int i = 0; i < order.seats().count(); i++) {
            int seat = order.seats().number(i);
            if (seat < 1 || seat >= layOut.length) {
                broken.add("no such seat: " + order);
                return;
            }
            for (int leg = order.journey().from(); leg < order.journey().to(); leg++) {
                if (layOut[seat][leg] != null) {
                    broken.add("seat " + seat + " on leg " + leg + " was sold twice: " + layOut[seat][leg] + " and "
                            + order);
                }
                layOut[seat][leg] = order;
                count[leg]++;
            }
        }
    }

    private void checkFree(Sale sale, Tier tier, SaleView.TierView stock, Order[][] layOut) {
        for (int from = 0; from < sale.legs(); from++) {
            // freeUpTo[to]: seats without an order from here to there; each seat is walked along until somebody has it
            int[] freeUpTo = new int[sale.legs() + 1];
            for (int seat = 1; seat <= tier.capacity(); seat++) {
                for (int leg = from; leg < sale.legs() && layOut[seat][leg] == null; leg++) {
                    freeUpTo[leg + 1]++;
                }
            }
            for (int to = from + 1; to <= sale.legs(); to++) {
                if (stock.free(new Journey(from, to)) != freeUpTo[to]) {
                    broken.add(tier.id() + ", " + from + " to " + to + ": " + freeUpTo[to]
                            + " seats have no order there, the view says " + stock.free(new Journey(from, to)));
                }
            }
        }
    }
}
