package dev.onsale.ledger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each rule of the contract by an example, played on a fresh ledger. */
abstract class LedgerExamples
        implements PlacingContract,
                PrecedenceContract,
                OnceContract,
                PayingContract,
                GivingBackContract,
                RestoringContract,
                BuyerLimitContract,
                OrderRoomContract,
                GridContract,
                StopsContract,
                SaleContract,
                ChangingOnceContract {

    private Ledger ledger;
    private TicketDesk desk;

    /** Opens a ledger that knows nothing yet. The suite closes it. */
    abstract Ledger open() throws Exception;

    @BeforeEach
    void openTheDesk() throws Exception {
        ledger = open();
        desk = new TicketDesk(ledger);
    }

    @AfterEach
    void closeTheDesk() throws Exception {
        ledger.close();
        desk.assertAnsweredOnce();
    }

    /** Closes the ledger and opens one again, in the way of {@link #open}; the desk goes on there. */
    final void openAgain() throws Exception {
        ledger.close();
        ledger = open();
        desk.moveTo(ledger);
    }

    @Override
    public final TicketDesk desk() {
        return desk;
    }
}
