package dev.onsale.audit;

import dev.onsale.ledger.Event;
import java.util.List;
import java.util.Set;

/** Journals with one fault each, and the same journals without it. */
final class PlantedFaults {

    private PlantedFaults() {}

    /**
     * A fault in a journal.
     *
     * @param good the journal as it would be
     * @param bad the same with the fault
     * @param faults what the audit has to find, and no more than that
     */
    record Plant(List<Event> good, List<Event> bad, Set<Fault> faults) {}

    /** The faults that lie in the journal; those of the order book and of reading are planted elsewhere. */
    static List<Plant> of(Fault fault) {
        return switch (fault) {
            case SEAT_TWICE -> PlantedSeatFaults.seatTwice();
            case STOCK_NOT_CONSERVED -> PlantedSeatFaults.stockNotConserved();
            case KEY_TWICE -> PlantedOrderFaults.keyTwice();
            case WRONG_DEADLINE -> PlantedOrderFaults.wrongDeadline();
            case EXPIRED_EARLY -> PlantedOrderFaults.expiredEarly();
            case OVERDUE -> PlantedOrderFaults.overdue();
            case ILLEGAL_MOVE -> PlantedMoves.illegalMoves();
            case ORDER_ALTERED -> PlantedMoves.alterations();
            case SEAT_OUT_OF_RANGE -> PlantedSeatFaults.seatOutOfRange();
            case WRONG_SEATS -> PlantedSeatFaults.wrongSeats();
            case WRONG_JOURNEY -> PlantedOrderFaults.wrongJourney();
            case NUMBER_GAP -> PlantedOrderFaults.numberGap();
            case WRONG_AMOUNT -> PlantedOrderFaults.wrongAmount();
            case WRONG_REFERENCE -> PlantedOrderFaults.wrongReference();
            case UNKNOWN_SALE -> PlantedSaleFaults.unknownSale();
            case OPENED_TWICE -> PlantedSaleFaults.openedTwice();
            case SALE_ALTERED -> PlantedSaleFaults.saleAltered();
            case NOT_ON_SALE -> PlantedSaleFaults.notOnSale();
            case BUYER_LIMIT -> PlantedSaleFaults.buyerLimit();
            case SEATS_WITHHELD -> PlantedSeatFaults.seatsWithheld();
            case JOURNAL_UNREADABLE,
                    BOOK_UNREADABLE,
                    BOOK_AHEAD,
                    SALE_LOST,
                    ORDER_LOST,
                    ORDER_SET_BACK,
                    PAYMENT_LOST,
                    BOOK_OF_OTHER,
                    SELLING_STOPPED,
                    STATE_RECORD,
                    STATE_KEY,
                    STATE_BUYER,
                    STATE_MADE,
                    STATE_DEADLINE,
                    STATE_STOCK,
                    STATE_SALE,
                    STATE_SNAPSHOT,
                    ROW_MISSING,
                    ROW_EXTRA,
                    ROW_DIFFERS -> List.of();
        };
    }
}
