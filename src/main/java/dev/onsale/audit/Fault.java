package dev.onsale.audit;

import java.util.Locale;

/** The kinds of findings. */
public enum Fault {
    /** The journal cannot be read to its end. */
    JOURNAL_UNREADABLE(Check.JOURNAL),

    /** A seat is in two live orders on the same leg. */
    SEAT_TWICE(Check.NEVER_TWICE),

    /** Free, held and paid seats of a tier's leg do not add up to its capacity, or one of them is negative. */
    STOCK_NOT_CONSERVED(Check.CONSERVATION),

    /** Two orders for the same sale, buyer and idempotency key. */
    KEY_TWICE(Check.ONCE),

    /** The order book has followed events that the journal does not have. */
    BOOK_AHEAD(Check.DURABLE),
    /** A sale, or a change of it, is in the order book, and the ledger has lost it. */
    SALE_LOST(Check.DURABLE),
    /** An order is in the order book, and the ledger has lost it. */
    ORDER_LOST(Check.DURABLE),
    /** An order is in the order book in a state that the ledger has lost. */
    ORDER_SET_BACK(Check.DURABLE),

    /** A payment is in the order book, and the ledger has lost it and has another one for the same order. */
    PAYMENT_LOST(Check.DURABLE),
    /** The order book belongs to another ledger, or to one that this one was before it was emptied. */
    BOOK_OF_OTHER(Check.DURABLE),
    /** The nodes have stopped selling from this ledger. */
    SELLING_STOPPED(Check.DURABLE),

    /** An order does not have the deadline that its sale gives. */
    WRONG_DEADLINE(Check.DEADLINES),
    /** An order expired before its deadline. */
    EXPIRED_EARLY(Check.DEADLINES),
    /** An order was still held long after its deadline. */
    OVERDUE(Check.DEADLINES),

    /** An order came into a state that it cannot come into from where it was. */
    ILLEGAL_MOVE(Check.STATES),
    /** Something of an order changed that never changes. */
    ORDER_ALTERED(Check.STATES),

    /** A seat has a number that the tier does not have. */
    SEAT_OUT_OF_RANGE(Check.SEATS),
    /** An order has more or fewer seats than it should, or one of them twice, or others than before. */
    WRONG_SEATS(Check.SEATS),
    /** A journey leads beyond the last stop. */
    WRONG_JOURNEY(Check.SEATS),

    /** The orders of a sale do not count 1, 2, 3 and so on. */
    NUMBER_GAP(Check.NUMBERS),

    /** An order costs something else than its seats do. */
    WRONG_AMOUNT(Check.MONEY),
    /** A payment reference is missing where something was paid, or there where nothing was, or another than before. */
    WRONG_REFERENCE(Check.MONEY),

    /** An event of a sale or tier that was never opened. */
    UNKNOWN_SALE(Check.SALES),
    /** A sale was opened twice. */
    OPENED_TWICE(Check.SALES),
    /** Something of a sale changed that never changes, or a tier shrank. */
    SALE_ALTERED(Check.SALES),
    /** An order was accepted while its sale was not open. */
    NOT_ON_SALE(Check.SALES),
    /** A buyer has more seats than the sale allows. */
    BUYER_LIMIT(Check.SALES),

    /** A payment got no seats although there were some. */
    SEATS_WITHHELD(Check.LEFT_OVER),

    /** What the ledger has written down of an order is not what its events come to. */
    STATE_RECORD(Check.STATE),
    /** A buyer's key leads to another order than by the events, or nowhere. */
    STATE_KEY(Check.STATE),
    /** A buyer counts for more or fewer seats than they have. */
    STATE_BUYER(Check.STATE),
    /** A buyer counts for more or fewer orders than they have made. */
    STATE_MADE(Check.STATE),
    /** The ledger keeps another deadline for an order than it has, or none. */
    STATE_DEADLINE(Check.STATE),
    /** A seat is free where by the events it is taken, or the other way round, or a count of seats is wrong. */
    STATE_STOCK(Check.STATE),
    /** What the ledger has written down of a sale is not what its events come to. */
    STATE_SALE(Check.STATE),
    /** A snapshot is damaged, of another journal, or not what the events up to it come to. */
    STATE_SNAPSHOT(Check.STATE),

    /** The order book cannot be read. */
    BOOK_UNREADABLE(Check.BOOK),
    /** A row is not in the order book. */
    ROW_MISSING(Check.BOOK),
    /** A row is in the order book that follows from no event. */
    ROW_EXTRA(Check.BOOK),
    /** A row of the order book says something else than the journal. */
    ROW_DIFFERS(Check.BOOK);

    private final Check check;

    Fault(Check check) {
        this.check = check;
    }

    /** What it disproves. */
    public Check check() {
        return check;
    }

    /** The stable word for it, as in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
