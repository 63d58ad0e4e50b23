package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderIdTest {

    @Test
    void comesBackAsItWasWritten() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            OrderId id = i % 2 == 0
                    ? new OrderId(random.nextLong(), random.nextLong())
                    : OrderId.mint(random.nextLong(1L << 48), random);
            assertThat(id.toString()).as("seed %d", seed).hasSize(OrderId.CHARS).matches("[0-7][0-9a-hjkmnp-tv-z]{25}");
            assertThat(OrderId.parse(id.toString())).as("seed %d", seed).contains(id);
        }
    }

    @Test
    void isWrittenAsCrockfordsBase32() {
        assertThat(new OrderId(0, 0)).hasToString("00000000000000000000000000");
        assertThat(new OrderId(0, 1)).hasToString("00000000000000000000000001");
        assertThat(new OrderId(0, 31)).hasToString("0000000000000000000000000z");
        assertThat(new OrderId(0, 32)).hasToString("00000000000000000000000010");
        assertThat(new OrderId(1, 0)).hasToString("0000000000000g000000000000");
        assertThat(new OrderId(-1, -1)).hasToString("7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0000000000000000000000000",
                "000000000000000000000000000",
                "80000000000000000000000000",
                "z0000000000000000000000000",
                "0000000000000000000000000i",
                "0000000000000000000000000l",
                "0000000000000000000000000o",
                "0000000000000000000000000u",
                "0000000000000000000000000A",
                "0000000000000000000000000-",
                "0000000000000000000000000 ",
                "é0000000000000000000000000",
                "0000000000000000000000000é",
                "\uFF10000000000000000000000000",
                "\u0000000000000000000000000000",
                "0000000000000 000000000000"
            })
    void whatIsNotAnIdIsNotRead(String text) {
        assertThat(OrderId.parse(text)).isEmpty();
    }

    @Test
    void isAUuidOfVersion7() {
        Random random = new Random(1);
        for (long millis : new long[] {0, 1, 1_700_000_000_000L, (1L << 48) - 1}) {
            OrderId id = OrderId.mint(millis, random);
            UUID uuid = new UUID(id.high(), id.low());
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(id.high() >>> 16).isEqualTo(millis);
        }
    }

    /** All 74 bits that are not time, version or variant differ between ids, so that none can be guessed from others. */
    @Test
    void everyBitThatMayBeRandomIs() {
        Random random = new Random(3);
        long ones = 0;
        long zeros = 0;
        long highOnes = 0;
        long highZeros = 0;
        for (int i = 0; i < 200; i++) {
            OrderId id = OrderId.mint(5, random);
            ones |= id.low();
            zeros |= ~id.low();
            highOnes |= id.high();
            highZeros |= ~id.high();
        }
        assertThat(Long.bitCount(ones & zeros) + Long.bitCount(highOnes & highZeros))
                .isEqualTo(74);
    }

    @Test
    void sortsByTimeAsIdAndAsText() {
        Random random = new Random(2);
        List<OrderId> ids = new ArrayList<>();
        for (long millis : new long[] {0, 1, 2, 1_000, 1L << 31, 1L << 40, 1L << 46, 1L << 47, (1L << 48) - 1}) {
            ids.add(OrderId.mint(millis, random));
        }
        List<OrderId> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, random);
        assertThat(shuffled.stream().sorted().toList()).isEqualTo(ids);
        assertThat(ids.stream().map(OrderId::toString).toList()).isSorted();
        assertThat(new OrderId(5, 1).compareTo(new OrderId(5, -1))).isNegative();
        assertThat(new OrderId(5, 1).compareTo(new OrderId(5, 1))).isZero();
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Random random = new Random(Seeds.next());
        Set<OrderId> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            ids.add(OrderId.mint(1_700_000_000_000L, random));
        }
        assertThat(ids).hasSize(100_000);
    }

    @Test
    void hashesOfOneMillisecondSpread() {
        Random random = new Random(4);
        int[] slots = new int[1024];
        for (int i = 0; i < 102_400; i++) {
            slots[OrderId.mint(1_700_000_000_000L, random).hashCode() & 1023]++;
        }
        assertThat(Arrays.stream(slots).boxed()).allMatch(count -> count > 40 && count < 180);
    }
}
