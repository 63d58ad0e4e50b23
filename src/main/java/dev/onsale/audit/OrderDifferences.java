package dev.onsale.audit;

import dev.onsale.ledger.Order;
import java.util.ArrayList;
import java.util.List;

/** In what an order, as it is kept somewhere, differs from what its events come to. Stateless. */
final class OrderDifferences {

    private OrderDifferences() {}

    /** Each difference in words; none where they are the same. */
    static List<String> of(AuditedOrder order, Order row, Fingerprints fingerprints) {
        List<String> differences = new ArrayList<>();
        compare(differences, "number", order.number(), row.number());
        compare(differences, "sale", order.sale().sale().id(), row.sale());
        compare(differences, "tier", order.tier().tier().id(), row.tier());
        compare(differences, "from_stop", order.from(), row.journey().from());
        compare(differences, "to_stop", order.to(), row.journey().to());
        compare(differences, "quantity", order.quantity(), row.quantity());
        compare(differences, "seats", order.seats(), row.seats());
        compare(differences, "state", order.state().word(), row.state().word());
        compare(differences, "amount", order.amount(), row.amount().value());
        compare(
                differences,
                "currency",
                order.tier().tier().currency(),
                row.amount().currency());
        compare(differences, "placed_at", order.placedAt(), row.placedAt());
        compare(differences, "expires_at", order.expiresAt(), row.expiresAt());
        compare(differences, "recovered", order.recovered(), row.recovered());
        // The audit has forgotten these texts, and only knows whether they are others.
        if (order.reference() != fingerprints.of(row.reference())) {
            differences.add("reference is " + row.reference() + ", which is not the journal's");
        }
        if (!order.hasKey(
                fingerprints.high(order.sale().sale().id(), row.buyer(), row.key()),
                fingerprints.low(order.sale().sale().id(), row.buyer(), row.key()))) {
            differences.add("buyer is " + row.buyer() + " and key is " + row.key() + ", which are not the journal's");
        }
        return differences;
    }

    private static void compare(List<String> differences, String column, Object journal, Object kept) {
        if (!journal.equals(kept)) {
            differences.add(column + " is " + kept + ", in the journal " + journal);
        }
    }
}
