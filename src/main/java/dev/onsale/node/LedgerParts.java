package dev.onsale.node;

import dev.onsale.events.EventFeed;
import dev.onsale.events.EventLogException;
import dev.onsale.events.Journals;
import dev.onsale.ledger.Ledger;
import dev.onsale.orders.OrderProjector;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as the other parts of a node see it, whichever it is.
 *
 * @param ledger running; whoever made this closes it
 * @param feed of the ledger
 * @param journals opens the ledger's journals, for one reader that closes them; throws {@link dev.onsale.events.EventLogException}
 * @param recoveryMillis how long it took to recover the ledger from this machine's disk; -1 if it is elsewhere
 * @param share of this node in what is free, above 0, up to 1; any thread
 * @param obstacle a sentence that says why the ledger cannot be asked at this moment, or null; any thread
 * @param isFresh whether what the feed has told counts at this moment, or others may have done what was not told here; any thread, and quick
 * @param clock by which the ledger decides
 * @param notes what somebody should see to about ledger and clock: each a sentence or null; any thread
 * @param written to be told how far the order book is
 */
record LedgerParts(
        Ledger ledger,
        EventFeed feed,
        Supplier<Journals> journals,
        long recoveryMillis,
        DoubleSupplier share,
        Supplier<@Nullable String> obstacle,
        BooleanSupplier isFresh,
        InstantSource clock,
        List<Supplier<@Nullable String>> notes,
        OrderProjector.Listener written) {

    /** The ledger's journals, for one reader that closes them. */
    Journals openJournals() throws StartException {
        try {
            return journals.get();
        } catch (EventLogException e) {
            throw new StartException(e);
        }
    }
}
