package dev.onsale.ledger;

/** The model keeps the rules too: what others are compared with must be right itself. */
class NaiveLedgerTest extends LedgerExamples {

    @Override
    Ledger open() {
        return new NaiveLedger();
    }
}
