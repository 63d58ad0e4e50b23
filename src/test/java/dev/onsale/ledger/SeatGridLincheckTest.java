package dev.onsale.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.sale.Journey;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * A grid allows one thread at a time. Lincheck runs small programs of two threads through many interleavings and compares what
 * they saw with every order of the same calls: behind a lock it finds nothing; without one it does, and so would find a lock
 * that does not hold.
 */
class SeatGridLincheckTest {

    /** Takes the best of three seats, or frees the first one. */
    private static final class ThreeSeats {
        private final SeatGrid grid = new SeatGrid(1, 3);

        /** The seat, or 0. */
        int take() {
            Seats seats = grid.choose(Journey.WHOLE_CONCERT, 1);
            if (seats.count() == 0) {
                return 0;
            }
            grid.take(seats.number(0), Journey.WHOLE_CONCERT);
            return seats.number(0);
        }

        /** Whether the first seat was taken. */
        boolean giveBack() {
            Seats free = grid.choose(Journey.WHOLE_CONCERT, 1);
            if (free.count() > 0 && free.number(0) == 1) {
                return false;
            }
            grid.free(1, Journey.WHOLE_CONCERT);
            return true;
        }
    }

    /** What one thread alone would see. */
    public static final class OneByOne {
        private final boolean[] taken = new boolean[4];

        /** The lowest free seat, or 0. */
        public int take() {
            for (int seat = 1; seat <= 3; seat++) {
                if (!taken[seat]) {
                    taken[seat] = true;
                    return seat;
                }
            }
            return 0;
        }

        /** Whether the first seat was taken. */
        public boolean giveBack() {
            boolean wasTaken = taken[1];
            taken[1] = false;
            return wasTaken;
        }
    }

    /** As a ledger has to use it. */
    public static final class Locked {
        private final ThreeSeats seats = new ThreeSeats();

        @Operation
        public synchronized int take() {
            return seats.take();
        }

        @Operation
        public synchronized boolean giveBack() {
            return seats.giveBack();
        }
    }

    /** With the lock taken out. */
    public static final class Unlocked {
        private final ThreeSeats seats = new ThreeSeats();

        @Operation
        public int take() {
            return seats.take();
        }

        @Operation
        public boolean giveBack() {
            return seats.giveBack();
        }
    }

    private static ModelCheckingOptions smallPrograms() {
        return new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .sequentialSpecification(OneByOne.class);
    }

    @Test
    void behindALockEveryInterleavingIsRight() {
        assertThatCode(() -> smallPrograms().check(Locked.class)).doesNotThrowAnyException();
    }

    @Test
    void withoutTheLockAWrongInterleavingIsFound() {
        assertThatThrownBy(() -> smallPrograms().check(Unlocked.class)).hasMessageContaining("take()");
    }
}
