package dev.onsale.lab.rehearsal;

/** How far a buyer is. */
enum BuyerState {
    /** Has not come yet. */
    ABSENT(0),
    /** Wants a ticket and has no answer, or one that says to come back. */
    ASKING(1),
    /** Has an order and means to pay. */
    HOLDING(2),
    /** Was told that all is sold, and waits for tickets to come back. */
    WAITING(3),
    /** Has a ticket. */
    PAID(4),
    /** Has left an order to its end. */
    ABANDONED(5),
    /** Was told that all is sold, and has gone. */
    SOLD_OUT(6),
    /** Was refused otherwise. */
    REFUSED(7),
    /** Has given up without an answer, or with none but to come back later. */
    UNANSWERED(8);

    private static final BuyerState[] ALL = values();

    private final byte number;

    BuyerState(int number) {
        this.number = (byte) number;
    }

    static BuyerState of(byte number) {
        return ALL[number];
    }

    /** As it is kept for each of a million buyers: its place among them all. */
    byte number() {
        return number;
    }
}
