package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeatSetTest {

    /** Around every size at which a level is added: 64, 64², 64³. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 127, 128, 129, 4_095, 4_096, 4_097, 262_143, 262_144, 262_145, 1_000_000})
    void findsTheLowestAndTheNextAtTheEdgesOfItsLevels(int capacity) {
        SeatSet set = new SeatSet(capacity);
        assertThat(set.first()).isEqualTo(-1);
        assertThat(set.nextAfter(-1)).isEqualTo(-1);
        assertThat(set.nextAfter(capacity - 1)).isEqualTo(-1);

        set.add(capacity - 1);
        assertThat(set.first()).isEqualTo(capacity - 1);
        assertThat(set.nextAfter(-1)).isEqualTo(capacity - 1);
        assertThat(set.nextAfter(capacity - 2)).isEqualTo(capacity - 1);
        assertThat(set.nextAfter(capacity - 1)).isEqualTo(-1);
        assertThat(set.count()).isOne();

        set.remove(capacity - 1);
        assertThat(set.first()).isEqualTo(-1);
        assertThat(set.nextAfter(-1)).isEqualTo(-1);
        assertThat(set.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 65, 200, 4_096, 5_000, 300_000})
    void isTheSameAsATreeSet(int capacity) {
        long seed = Seeds.next();
        Random random = new Random(seed);
        SeatSet set = new SeatSet(capacity);
        TreeSet<Integer> model = new TreeSet<>();
        for (int step = 0; step < 4_000; step++) {
            int seat = random.nextInt(capacity);
            if (model.contains(seat)) {
                set.remove(seat);
                model.remove(seat);
            } else {
                set.add(seat);
                model.add(seat);
            }
            if (step == 2_000) {
                capacity += random.nextInt(capacity);
                set = set.grownTo(capacity);
            }
            int above = random.nextInt(-1, capacity);
            assertThat(new int[] {
                        set.first(),
                        set.nextAfter(above),
                        set.count(),
                        set.contains(above + 1 < capacity ? above + 1 : 0) ? 1 : 0
                    })
                    .as("seed %d, step %d, above %d", seed, step, above)
                    .containsExactly(
                            model.isEmpty() ? -1 : model.first(),
                            orNone(model.higher(above)),
                            model.size(),
                            model.contains(above + 1 < capacity ? above + 1 : 0) ? 1 : 0);
        }
    }

    @Test
    void keepsItsMembersWhenItGrowsByALevel() {
        SeatSet set = new SeatSet(64);
        set.add(0);
        set.add(63);
        SeatSet larger = set.grownTo(4_097);
        larger.add(4_096);
        assertThat(larger.count()).isEqualTo(3);
        assertThat(larger.first()).isZero();
        assertThat(larger.nextAfter(0)).isEqualTo(63);
        assertThat(larger.nextAfter(63)).isEqualTo(4_096);
    }

    @Test
    void refusesToAddOrRemoveTwice() {
        SeatSet set = new SeatSet(10);
        set.add(3);
        assertThatIllegalStateException().isThrownBy(() -> set.add(3)).withMessageContaining("seat 3");
        set.remove(3);
        assertThatIllegalStateException().isThrownBy(() -> set.remove(3)).withMessageContaining("seat 3");
        assertThat(set.count()).isZero();
    }

    private static int orNone(Integer number) {
        return number == null ? -1 : number;
    }
}
