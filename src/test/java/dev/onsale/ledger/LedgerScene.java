package dev.onsale.ledger;

/** Where a part of the contract plays: a fresh ledger behind a desk. */
interface LedgerScene {

    /** The desk of a ledger that knows nothing yet; the same one throughout a test. */
    TicketDesk desk();
}
