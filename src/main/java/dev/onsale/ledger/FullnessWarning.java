package dev.onsale.ledger;

import dev.onsale.config.RoomLimits;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How much of its room a ledger has used, for those who watch it: told once when it is nearly full, and again when it was not in between. One thread
 * measures, any thread asks.
 */
public final class FullnessWarning {

    /**
     * @param used from 0 to 1
     * @param sentence for people, of values that do not change
     */
    private record Measured(double used, Supplier<String> sentence) {
        private boolean isNearlyFull() {
            return used * 100 >= RoomLimits.LEDGER_FULL_WARN_PERCENT;
        }
    }

    private final Consumer<String> log;
    private volatile Measured last = new Measured(0, () -> "");

    /** @param log told the sentence, on the thread that measures */
    public FullnessWarning(Consumer<String> log) {
        this.log = log;
    }

    /**
     * Measures. From one thread alone, or from one after the other.
     *
     * @param used of the room, from 0 to 1, and a little more when payments come to a full ledger
     * @param sentence says so to people and what to do; asked on any thread, as long as nothing else is measured
     */
    public void measure(double used, Supplier<String> sentence) {
        boolean wasTold = last.isNearlyFull();
        Measured now = new Measured(used, sentence);
        last = now;
        if (now.isNearlyFull() && !wasTold) {
            log.accept(sentence.get());
        }
    }

    /** From 0 to 1, and a little more when payments come to a full ledger. Any thread. */
    public double used() {
        return last.used();
    }

    /** The sentence, while the ledger is nearly full; or null. Any thread. */
    public @Nullable String note() {
        Measured now = last;
        return now.isNearlyFull() ? now.sentence().get() : null;
    }
}
