package dev.onsale.nemesis;

import dev.onsale.Wait;
import dev.onsale.audit.Audit;
import dev.onsale.audit.AuditReport;
import dev.onsale.audit.AuditText;
import dev.onsale.e2e.Shop;
import dev.onsale.events.EventLog;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds what people were told against what the journal says when all is over. One thread. */
final class Reckoning {

    private static final int PAGE_EVENTS = 10_000;
    private static final int SEATS_AT_ONCE = 100;

    private final Map<String, Order> byId = new HashMap<>();
    private final Map<String, Order> byKey = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    private Reckoning() {}

    /** Returns what was told wrongly, lost or doubled: nothing, if all is well. */
    static List<String> of(String redisUrl, List<Wish> wishes, Shop shop, int capacity) throws Exception {
        Reckoning reckoning = new Reckoning();
        reckoning.audit(redisUrl);
        wishes.forEach(reckoning::check);
        reckoning.checkStock(shop, capacity);
        return reckoning.wrong;
    }

    private void audit(String redisUrl) {
        try (Journals journals = Node.openJournals(redisUrl)) {
            EventLog journal = journals.journal(Buyer.SALE);
            AuditReport report = Audit.run(journal, Optional::empty, (position, end) -> {});
            if (!report.isClean()) {
                wrong.add("the audit says: " + AuditText.of(report));
            }
            long end = journal.end();
            for (long position = 0; position < end; ) {
                EventLog.Page page = journal.read(position, PAGE_EVENTS);
                page.events().forEach(this::learn);
                position = page.position();
            }
        }
    }

    private void learn(Event event) {
        if (event instanceof Event.OfOrder moved) {
            Order order = moved.order();
            byId.put(order.id().toString(), order);
            Order other = byKey.put(order.buyer() + "/" + order.key(), order);
            if (other != null && !other.id().equals(order.id())) {
                wrong.add("two orders for one key: " + other + " and " + order);
            }
        }
    }

    private void check(Wish wish) {
        Order order = byKey.get(wish.buyer() + "/" + wish.key());
        switch (wish.end()) {
            case ANYTHING -> {}
            case NEVER_THERE -> {
                if (order != null) {
                    blame(wish, " was told busy alone, and there is " + order);
                }
            }
            case THERE -> {
                if (isLost(wish, order)) {
                    blame(wish, " was told of an order, and there is " + order);
                } else if (!wish.isPaymentAsked() && order.state() == OrderState.PAID) {
                    blame(wish, " is paid, and nobody paid");
                }
            }
            case PAID -> {
                if (isLost(wish, order) || order.state() != OrderState.PAID) {
                    blame(wish, " was told that it is paid, and there is " + order);
                }
            }
            case RELEASED -> {
                if (isLost(wish, order) || order.state() != OrderState.RELEASED) {
                    blame(wish, " was told that it is released, and there is " + order);
                }
            }
        }
    }

    private void blame(Wish wish, String what) {
        wrong.add(wish + what + wish.history());
    }

    /** Whether the order that was told last, by every node, is not what the journal has. */
    private static boolean isLost(Wish wish, Order order) {
        if (order == null || !order.id().toString().equals(wish.order())) {
            return true;
        }
        boolean isAsTold = seats(order).equals(wish.seats()) && order.recovered() == wish.isRecovered();
        return !isAsTold && !(order.recovered() && wish.mayYetBeRecovered());
    }

    /** As answers have them. */
    private static String seats(Order order) {
        return order.seats().stream().mapToObj(seat -> "\"" + seat + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    /** All holds have ended: what is not paid is free, and can be bought to the last seat. */
    private void checkStock(Shop shop, int capacity) throws Exception {
        long live = byId.values().stream()
                .filter(order -> order.state() == OrderState.PAID || order.state() == OrderState.HELD)
                .count();
        Wait.until("all that is not sold is shown as free", 20, () -> free(shop) == capacity - live);
        // A few large orders: of many small ones the first would expire before the last is placed.
        for (long left = capacity - live; left > 0; left -= SEATS_AT_ONCE) {
            int seats = (int) Math.min(left, SEATS_AT_ONCE);
            Shop.Answer answer = shop.order(Buyer.SALE, "last-" + left, "k", Buyer.TIER, seats, null, null);
            if (answer.status() != 201) {
                wrong.add(left + " seats are left over and cannot be had: " + answer);
                return;
            }
        }
        Shop.Answer oneMore = shop.order(Buyer.SALE, "too-late", "k", Buyer.TIER, 1, null, null);
        if (!Buyer.word(oneMore).equals("sold_out")) {
            wrong.add("one more than there are: " + oneMore);
        }
    }

    private static long free(Shop shop) throws Exception {
        return shop.get("/v1/sales/" + Buyer.SALE).body().at("/tiers/0/free").asLong();
    }
}
