package dev.onsale.ledger;

import org.junit.jupiter.api.Test;

/** The contract, kept by {@link StockState} behind a lock. */
class MemoryLedgerContractTest extends LedgerContract {

    private static final int HISTORIES = 2_000;

    @Override
    Ledger open() {
        return new MemoryLedger();
    }

    /** What only a ledger that answers at once can be put to: everything is checked after each step. */
    @Test
    void randomHistoriesAreToldAsByTheModelStepByStep() throws Exception {
        for (long seed : Seeds.some(HISTORIES)) {
            HistoryCheck.playStepByStep(seed, this::open);
        }
    }
}
