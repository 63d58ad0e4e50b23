package dev.onsale.ledger;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random histories, compared with the model outcome for outcome and seat for seat. */
interface HistoryContract extends LedgerScene {

    /** How many histories are played: other ones in each run, and ten times as many by {@code make nemesis}. */
    int HISTORIES = Integer.getInteger("onsale.histories", 1_000);

    /** How many of them play before the views are looked at: a view may be a little old, and waiting for each would take long. */
    int HISTORIES_BEFORE_VIEWS = 100;

    @Test
    default void randomHistoriesAreToldAsByTheModel() {
        List<Runnable> left = new ArrayList<>();
        for (long seed : Seeds.some(HISTORIES)) {
            left.add(HistoryCheck.playAtOnce(seed, desk().ledger()));
            if (left.size() == HISTORIES_BEFORE_VIEWS) {
                left.forEach(Runnable::run);
                left.clear();
            }
        }
        left.forEach(Runnable::run);
    }
}
