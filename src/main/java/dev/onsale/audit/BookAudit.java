package dev.onsale.audit;

import dev.onsale.config.BookLimits;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.orders.BookSnapshot;
import dev.onsale.sale.Sale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the order book, row for row, with what each journal comes to at the book's own position. Where a journal does not lead to that position, it looks
 * for what the book knows and the ledger has lost. Owned by the audit's thread.
 */
final class BookAudit {

    private final BookSnapshot book;
    private final Findings findings;
    private final JournalAudit journal;
    private final Map<String, FollowedJournal> followed;
    private final List<Sale> lostSales = new ArrayList<>();
    private final List<LostOrder> lostOrders = new ArrayList<>();

    /** Whether the ledger has lost a sale for which it has no journal, by the sale's id. */
    private final Map<String, Boolean> withoutJournal = new HashMap<>();

    private BookAudit(
            BookSnapshot book, JournalAudit journal, Map<String, FollowedJournal> followed, Findings findings) {
        this.book = book;
        this.findings = findings;
        this.journal = journal;
        this.followed = followed;
    }

    /** Compares them, each journal as its {@link FollowedJournal#bookSide} says; what the ledger has lost. */
    static Lost compare(
            BookSnapshot book, JournalAudit journal, Map<String, FollowedJournal> followed, Findings findings) {
        BookAudit audit = new BookAudit(book, journal, followed, findings);
        audit.compareSales();
        audit.compareOrders();
        Stream<String> astray = followed.values().stream()
                .filter(one -> one.bookSide() == FollowedJournal.BookSide.ASTRAY)
                .map(FollowedJournal::name);
        Stream<String> gone = audit.withoutJournal.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey);
        return new Lost(Stream.concat(astray, gone).sorted().toList(), audit.lostSales, audit.lostOrders);
    }

    /** How rows of a sale are to be compared; what is added next is said of its journal. */
    private FollowedJournal.BookSide sideOf(String sale) {
        FollowedJournal of = followed.get(followed.containsKey(Journals.SOLE) ? Journals.SOLE : sale);
        if (of != null) {
            findings.in(of.name());
            return of.bookSide();
        }
        findings.in(sale);
        // Where each sale has its own journal, one that the book has followed and that is not there was lost as a
        // whole.
        return withoutJournal.computeIfAbsent(sale, id -> book.bookmark(id).position() > 0)
                ? FollowedJournal.BookSide.ASTRAY
                : FollowedJournal.BookSide.AT_ITS_POSITION;
    }

    private void compareSales() {
        Set<String> missing = new HashSet<>();
        journal.sales().forEach(sale -> {
            FollowedJournal of = sale.journal();
            if (of.bookSide() == FollowedJournal.BookSide.AT_ITS_POSITION
                    && !of.hasSaleMovedBehind(of.bookPosition())) {
                missing.add(sale.sale().id());
            }
        });
        book.sales(new BookSnapshot.RowVisitor<>() {
            @Override
            public void row(Sale row) {
                missing.remove(row.id());
                switch (sideOf(row.id())) {
                    case NOT_COMPARED -> {}
                    case AT_ITS_POSITION -> compare(row);
                    case ASTRAY -> addIfLost(row);
                }
            }

            @Override
            public void unreadable(String id, String why) {
                missing.remove(id);
                sideOf(id);
                add(Fault.ROW_DIFFERS, "Sale " + id + " cannot be read from the order book: " + why + ".");
            }
        });
        for (String id : missing) {
            sideOf(id);
            add(Fault.ROW_MISSING, "Sale " + id + " is not in the order book.");
        }
    }

    private void compare(Sale row) {
        AuditedSale sale = journal.sale(row.id());
        if (sale != null && sale.journal().hasSaleMovedBehind(sale.journal().bookPosition())) {
            return;
        }
        if (sale == null) {
            add(Fault.ROW_EXTRA, "The order book has a sale " + row.id() + " that was never opened.");
        } else if (!sale.sale().equals(row)) {
            add(
                    Fault.ROW_DIFFERS,
                    "Sale " + row.id() + " differs in the order book: "
                            + String.join("; ", differences(sale.sale(), row)) + ".");
        }
    }

    private void addIfLost(Sale row) {
        AuditedSale sale = journal.sale(row.id());
        if (sale == null) {
            lostSales.add(row);
            add(Fault.SALE_LOST, "Sale " + row.id() + " is in the order book and unknown to the ledger.");
        } else if (!sale.sale().equals(row)) {
            add(
                    Fault.SALE_LOST,
                    "A change of sale " + row.id() + " may be lost; see to it by hand: "
                            + String.join("; ", differences(sale.sale(), row)) + ".");
        }
    }

    private void compareOrders() {
        book.orders(new BookSnapshot.RowVisitor<>() {
            @Override
            public void row(Order row) {
                AuditedOrder order = journal.orders().find(row.id());
                if (order != null) {
                    order.foundInBook();
                }
                switch (sideOf(row.sale())) {
                    case NOT_COMPARED -> {}
                    case AT_ITS_POSITION -> compare(order, row);
                    case ASTRAY -> addIfLost(order, row);
                }
            }

            @Override
            public void unreadable(String id, String why) {
                OrderId.parse(id).map(journal.orders()::find).ifPresent(AuditedOrder::foundInBook);
                findings.in(Journals.SOLE);
                add(Fault.ROW_DIFFERS, "Order " + id + " cannot be read from the order book: " + why + ".");
            }
        });
        journal.orders().forEach(order -> {
            FollowedJournal of = order.sale().journal();
            if (!order.inBook()
                    && of.bookSide() == FollowedJournal.BookSide.AT_ITS_POSITION
                    && !of.hasMovedBehind(order.id(), of.bookPosition())) {
                sideOf(order.sale().sale().id());
                add(
                        Fault.ROW_MISSING,
                        "Order " + order.id() + " is " + order.state().word() + " in the journal and not in the"
                                + " order book.");
            }
        });
    }

    private void compare(@Nullable AuditedOrder order, Order row) {
        if (order == null) {
            add(Fault.ROW_EXTRA, "The order book has an order " + row.id() + " that was never placed.");
            return;
        }
        FollowedJournal of = order.sale().journal();
        if (of.hasMovedBehind(order.id(), of.bookPosition())) {
            return; // its row is that of an earlier state
        }
        List<String> differences = OrderDifferences.of(order, row, journal.fingerprints());
        if (!differences.isEmpty()) {
            add(
                    Fault.ROW_DIFFERS,
                    "Order " + row.id() + " differs in the order book: " + String.join("; ", differences) + ".");
        }
    }

    private void addIfLost(@Nullable AuditedOrder order, Order row) {
        LostOrder found = order == null
                ? new LostOrder(row, null)
                : new LostOrder(row, order.state(), isPaidOtherwise(order, row));
        if (!found.steps().isEmpty()) {
            findings.count(
                    order == null
                            ? Fault.ORDER_LOST
                            : found.isPaidOtherwise() ? Fault.PAYMENT_LOST : Fault.ORDER_SET_BACK);
            if (lostOrders.size() < BookLimits.AUDIT_LOST_ORDERS_MAX) {
                lostOrders.add(found);
            }
        }
    }

    private boolean isPaidOtherwise(AuditedOrder order, Order row) {
        Fingerprints fingerprints = journal.fingerprints();
        return row.reference() != null
                && order.reference() != fingerprints.of(null)
                && order.reference() != fingerprints.of(row.reference());
    }

    private static List<String> differences(Sale sale, Sale row) {
        List<String> differences = new ArrayList<>();
        compare(differences, "name", sale.name(), row.name());
        compare(differences, "opens_at", sale.opensAt(), row.opensAt());
        compare(differences, "closes_at", sale.closesAt(), row.closesAt());
        compare(differences, "hold_seconds", sale.holdSeconds(), row.holdSeconds());
        compare(differences, "deduct", sale.deduct().word(), row.deduct().word());
        compare(differences, "per_buyer", sale.perBuyer(), row.perBuyer());
        compare(differences, "buyer_refunds", sale.buyerRefunds(), row.buyerRefunds());
        compare(differences, "status", sale.status(), row.status());
        if (!sale.stops().equals(row.stops())) {
            differences.add("the stops are others");
        }
        if (!sale.tiers().equals(row.tiers())) {
            differences.add("the tiers or their fares are others"); // there may be thousands
        }
        return differences;
    }

    private static void compare(List<String> differences, String column, Object journal, Object book) {
        if (!journal.equals(book)) {
            differences.add(column + " is " + book + ", in the journal " + journal);
        }
    }

    private void add(Fault fault, String sentence) {
        findings.add(fault, positionOf(findings.journal()), () -> sentence);
    }

    private long positionOf(String name) {
        FollowedJournal of = followed.get(name);
        return of == null ? 0 : of.position();
    }
}
