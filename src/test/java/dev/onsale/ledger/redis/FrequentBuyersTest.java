package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.RoomLimits;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node knows of who asks for many orders. */
class FrequentBuyersTest {

    private static final int COUNTED_FROM = RoomLimits.ORDERS_COUNTED_FROM;

    private final long seed = Long.getLong("onsale.seed", System.nanoTime());
    private final FrequentBuyers buyers = new FrequentBuyers(10_000, new Random(seed));

    /** How many times a buyer asks until told that it is for many. */
    private int asksUntilMany(String sale, String buyer) {
        int asked = 1;
        while (!buyers.asksForMany(sale, buyer)) {
            asked++;
        }
        return asked;
    }

    @Test
    void whoAsksOftenIsNoticedInTime() {
        assertThat(asksUntilMany("rush", "ann")).isEqualTo(COUNTED_FROM);
        assertThat(buyers.asksForMany("rush", "ann")).isTrue();
        assertThat(asksUntilMany("rush", "bob")).as("another buyer").isEqualTo(COUNTED_FROM);
        assertThat(asksUntilMany("other", "ann")).as("another sale").isEqualTo(COUNTED_FROM);
    }

    /** Never too late, whoever else asks; and nobody who asks once is taken for one who asks for many. */
    @Test
    void aMillionOthersHideNobody() {
        int asked = 0;
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(buyers.asksForMany("rush", "buyer-" + i))
                    .as("seed %s", seed)
                    .isFalse();
            if (i % 5_000 == 0) {
                asked++;
                boolean isMany = buyers.asksForMany("rush", "ann");
                assertThat(isMany || asked < COUNTED_FROM).as("seed %s", seed).isTrue();
            }
        }
        assertThat(asked).isGreaterThan(COUNTED_FROM);
    }

    /** Counters that everybody shares would make everybody one who asks for many. */
    @Test
    void itBeginsAnewBeforeTheCountersAreWorthNothing() {
        int early = 0;
        for (int i = 0; i < 20_000_000; i++) {
            if (buyers.asksForMany("rush", "buyer-" + i)) {
                early++;
            }
        }
        assertThat(early).as("seed %s", seed).isLessThan(20_000);
        assertThat(asksUntilMany("rush", "ann")).isLessThanOrEqualTo(COUNTED_FROM);
    }
}
