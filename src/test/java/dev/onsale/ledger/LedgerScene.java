package dev.onsale.ledger;

import dev.onsale.config.RoomLimits;

/** Where a part of the contract plays: a fresh ledger behind a desk. */
interface LedgerScene {

    /** The desk of a ledger that knows nothing yet; the same one throughout a test. */
    TicketDesk desk();

    /** How many orders this ledger takes of one buyer in one sale. */
    default int ordersOfBuyerMax() {
        return RoomLimits.ORDERS_OF_BUYER_MAX;
    }
}
