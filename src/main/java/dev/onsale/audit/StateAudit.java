package dev.onsale.audit;

import dev.onsale.events.Journals;
import dev.onsale.events.StoredState;
import dev.onsale.ledger.OrderId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what a ledger decides by against what its events come to: records, keys, buyers' counts, deadlines, seats and their runs. The ledger may go on meanwhile:
 * all is read page by page first, and what looks wrong then is looked at once more, at one moment, to which the journal is followed. Owned by
 * the audit's thread.
 */
final class StateAudit {

    /** Follows a journal to a position that it has by now. */
    interface Follower {
        /** As far as that. */
        void followTo(FollowedJournal journal, long position);
    }

    private final Journals journals;
    private final JournalAudit audit;
    private final Findings findings;
    private final Follower follower;

    StateAudit(Journals journals, JournalAudit audit, Findings findings, Follower follower) {
        this.journals = journals;
        this.audit = audit;
        this.findings = findings;
        this.follower = follower;
    }

    /** One sale whose state there is. */
    private record Read(StoredState state, StateSuspects suspects, List<OrderId> withoutKey) {}

    /** Names all that is wrong. Returns of how many sales there is a state; where a ledger keeps nothing but the journal, of none. */
    int run() {
        for (String sale : journals.unlisted()) {
            findings.in(sale);
            findings.add(
                    Fault.STATE_SALE,
                    0,
                    () -> "Sale " + sale
                            + " is kept on Redis and is not in the list of sales, {onsale}:sales, so that no node"
                            + " knows it. If it is one of this ledger, add it there (SADD).");
        }
        Map<AuditedSale, Read> reads = new HashMap<>();
        for (AuditedSale sale : audit.sales()) {
            journals.state(sale.sale().id())
                    .ifPresent(state ->
                            reads.put(sale, new Read(state, StateReading.read(sale, state, audit), new ArrayList<>())));
        }
        if (reads.isEmpty()) {
            return 0;
        }
        audit.orders().forEach(order -> noteUnseen(order, reads.get(order.sale())));
        for (AuditedSale sale : List.copyOf(audit.sales())) {
            Read read = reads.get(sale);
            if (read != null) {
                read.suspects().keys.addAll(StateLook.keysOf(read.state(), read.withoutKey()));
                new StateLook(
                                sale,
                                read.state(),
                                audit,
                                position -> follower.followTo(sale.journal(), position),
                                findings)
                        .check(read.suspects());
            }
        }
        return reads.size();
    }

    private static void noteUnseen(AuditedOrder order, @org.jspecify.annotations.Nullable Read read) {
        if (read == null) {
            return;
        }
        if (!order.isSeen(AuditedOrder.Trace.RECORD)) {
            read.suspects().orders.add(order.id());
        }
        if (!order.isSeen(AuditedOrder.Trace.KEY)) {
            read.withoutKey().add(order.id());
        }
        if (order.hasDeadline() && !order.isSeen(AuditedOrder.Trace.DEADLINE)) {
            read.suspects().deadlines.add(StateSuspects.deadline(order));
        }
    }
}
