package dev.onsale.audit;

import dev.onsale.ledger.OrderId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What looked wrong in the state of a sale when it was read page by page, while the ledger may have gone on: each of it has to be looked at once more, at one
 * moment. Owned by the audit's thread.
 */
final class StateSuspects {

    final Set<OrderId> orders = new LinkedHashSet<>();
    final Set<String> keys = new LinkedHashSet<>();
    final Set<String> buyers = new LinkedHashSet<>();
    final Set<String> made = new LinkedHashSet<>();
    final Set<String> deadlines = new LinkedHashSet<>();

    /** Numbers of seats by tier, and the runs in which one was found, of all of them together. */
    final TreeMap<String, TreeSet<Integer>> seats = new TreeMap<>();

    void seat(String tier, int number) {
        seats.computeIfAbsent(tier, id -> new TreeSet<>()).add(number);
    }

    /** How a deadline is written of an order. */
    static String deadline(AuditedOrder order) {
        return String.format(java.util.Locale.ROOT, "%010d:%s", order.number(), order.id());
    }
}
