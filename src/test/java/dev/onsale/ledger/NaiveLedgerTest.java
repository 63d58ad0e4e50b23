package dev.onsale.ledger;

/** The model keeps the rules too: what others are compared with must be right itself. */
class NaiveLedgerTest extends LedgerExamples {

    @Override
    Ledger open() {
        return new NaiveLedger();
    }

    /** It looks at all orders for each, so that takes fewer. */
    @Override
    public int ordersOfBuyerMax() {
        return NaiveLedger.ORDERS_OF_BUYER_MAX;
    }
}
