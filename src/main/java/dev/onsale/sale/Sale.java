package dev.onsale.sale;

import java.util.List;

/**
 * One thing on sale: a train run, a concert night. Immutable; a change makes another value. Constructed by
 * whoever reads a document, then checked by {@link SaleRules#check}, which names the field that is wrong.
 *
 * @param id unique, {@code [a-z0-9][a-z0-9._-]*}
 * @param name for people
 * @param opensAt first millisecond (since 1970, UTC) at which orders are taken, or {@link #WHEN_OPENED} in what an operator wrote
 * @param closesAt first millisecond at which orders are no longer taken, or {@link #NEVER}
 * @param holdSeconds how long a {@code held} order waits for its payment; only {@link Deduct#HOLD} has deadlines
 * @param deduct when seats leave the stock
 * @param perBuyer seats that one buyer may have in live orders, or {@link #NO_LIMIT}
 * @param buyerRefunds whether a buyer may give back a paid order, or only an operator
 * @param status what an operator has said
 * @param stops the stations in order, at least two, or none at all
 * @param tiers at least one
 */
public record Sale(
        String id,
        String name,
        long opensAt,
        long closesAt,
        int holdSeconds,
        Deduct deduct,
        int perBuyer,
        boolean buyerRefunds,
        Status status,
        List<String> stops,
        List<Tier> tiers) {

    /** {@link #closesAt()} of a sale that stays open. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * {@link #opensAt()} of a sale as it was written by somebody who does not say when it opens: that is the moment at which it is put on sale.
     * No sale that is on sale has it.
     */
    public static final long WHEN_OPENED = Long.MIN_VALUE;

    /** {@link #perBuyer()} of a sale that sets no limit. */
    public static final int NO_LIMIT = 0;

    public Sale {
        stops = List.copyOf(stops);
        tiers = List.copyOf(tiers);
    }

    /** Stretches between neighbouring stops, 1 … 63. A sale without stops has one. */
    public int legs() {
        return stops.isEmpty() ? 1 : stops.size() - 1;
    }

    /** The journey over all legs. */
    public Journey wholeWay() {
        return new Journey(0, legs());
    }

    /** Place of the tier in {@link #tiers()}, or -1. */
    public int tierIndex(String tierId) {
        for (int i = 0; i < tiers.size(); i++) {
            if (tiers.get(i).id().equals(tierId)) {
                return i;
            }
        }
        return -1;
    }

    /** The sale that this comes to when it is put on sale at a time. */
    public Sale openedAt(long now) {
        return opensAt == WHEN_OPENED ? with(status, now, closesAt, tiers) : this;
    }

    /**
     * Whether this, as somebody wrote it, asks for the sale that was opened as {@code opened}. Who does not say when it opens agrees with whenever
     * it did, so the same file or call may be sent again; and names are the same however they are written.
     */
    public boolean asksFor(Sale opened) {
        return openedAt(opened.opensAt).plain().equals(opened.plain());
    }

    private Sale plain() {
        return new Sale(
                id,
                Names.plain(name),
                opensAt,
                closesAt,
                holdSeconds,
                deduct,
                perBuyer,
                buyerRefunds,
                status,
                stops.stream().map(Names::plain).toList(),
                tiers.stream().map(Tier::plain).toList());
    }

    /** An equal sale that has whatever is alike from another one, of which this is a change: where many are kept they take less memory. */
    public Sale sharing(Sale other) {
        List<Tier> shared = tiers.equals(other.tiers)
                ? other.tiers
                : tiers.stream()
                        .map(tier -> tier.sharing(other.tierIndex(tier.id()), other.tiers))
                        .toList();
        Sale made = other.with(status, opensAt, closesAt, shared);
        return made.equals(this) ? made : this;
    }

    /** The same sale as an operator changed it. */
    public Sale with(Status newStatus, long newOpensAt, long newClosesAt, List<Tier> newTiers) {
        return new Sale(
                id,
                name,
                newOpensAt,
                newClosesAt,
                holdSeconds,
                deduct,
                perBuyer,
                buyerRefunds,
                newStatus,
                stops,
                newTiers);
    }
}
