package dev.onsale.ledger;

import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Many threads at one ledger, each at a desk of its own, all beginning at the same moment; and afterwards, everything that is wrong with what
 * they were told. The same checks are made of right ledgers, in {@link RaceContract}, and of broken ones, in {@link RaceControlTest}.
 */
final class Crowd {

    /** What a thread does at its desk. */
    interface Visit {
        void at(TicketDesk desk);
    }

    private final Ledger ledger;
    private final List<TicketDesk> desks = new ArrayList<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private Crowd(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Lets so many threads make the visit at once, and waits until all have. */
    static Crowd rush(Ledger ledger, int threads, Visit visit) throws InterruptedException {
        Crowd crowd = new Crowd(ledger);
        CountDownLatch gate = new CountDownLatch(1);
        List<Thread> visitors = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            TicketDesk desk = new TicketDesk(ledger, i + 1);
            crowd.desks.add(desk);
            visitors.add(Thread.ofPlatform().name("visitor-" + i).start(() -> crowd.visit(desk, gate, visit)));
        }
        gate.countDown();
        for (Thread visitor : visitors) {
            visitor.join(3 * TicketDesk.PATIENCE.toMillis());
            if (visitor.isAlive()) {
                visitor.interrupt();
                crowd.faults.add(visitor.getName() + " is still waiting");
            }
        }
        return crowd;
    }

    private void visit(TicketDesk desk, CountDownLatch gate, Visit visit) {
        try {
            if (!gate.await(TicketDesk.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the gate did not open");
            }
            visit.at(desk);
            desk.assertAnsweredOnce();
        } catch (RuntimeException | InterruptedException | AssertionError e) {
            faults.add(Thread.currentThread().getName() + ": " + e);
        }
    }

    /** What went wrong at the desks. */
    List<String> visitFaults() {
        return List.copyOf(faults);
    }

    /** Every order that somebody was told of, as it is. */
    Collection<Order> orders() {
        TicketDesk desk = new TicketDesk(ledger);
        Set<OrderId> ids = new LinkedHashSet<>();
        desks.forEach(each -> ids.addAll(each.orders()));
        List<Order> orders = new ArrayList<>();
        for (OrderId id : ids) {
            desk.find(id)
                    .ifPresentOrElse(
                            orders::add, () -> faults.add("the order " + id + " was told of and is not there"));
        }
        return orders;
    }

    /** What is wrong, as sentences; empty when all is well. */
    List<String> faults(Sale sale) {
        Collection<Order> orders = orders();
        List<String> all = new ArrayList<>(faults);
        Set<Long> numbers = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (Order order : orders) {
            if (!numbers.add(order.number())) {
                all.add("two orders have the number " + order.number());
            }
            if (!keys.add(order.buyer() + "/" + order.key())) {
                all.add("two orders of " + order.buyer() + " have the key " + order.key());
            }
        }
        for (long number = 1; number <= orders.size(); number++) {
            if (!numbers.contains(number)) {
                all.add("of " + orders.size() + " orders none has the number " + number);
            }
        }
        all.addAll(Laws.brokenByOrders(sale, orders));
        if (all.isEmpty()) { // the view can only agree with orders that are right
            all.addAll(brokenInView(sale, orders));
        }
        return all;
    }

    /** Laws that are broken even when the view has had time to settle. */
    private List<String> brokenInView(Sale sale, Collection<Order> orders) {
        try {
            new TicketDesk(ledger)
                    .view(sale.id(), view -> Laws.broken(view, orders).isEmpty(), () -> "the laws are not kept");
            return List.of();
        } catch (AssertionError e) {
            return Laws.broken(ledger.sale(sale.id()), orders);
        }
    }
}
