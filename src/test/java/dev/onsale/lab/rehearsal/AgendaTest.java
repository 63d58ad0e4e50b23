package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.lab.load.LoadScript;
import dev.onsale.ledger.Seeds;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the queue of the JDK, which is slower and right. */
class AgendaTest {

    private record Entry(long due, long since, int buyer, Call call, int attempts) {}

    @Test
    void anEmptyOneIsNeverDue() {
        Agenda agenda = new Agenda();
        assertThat(agenda.firstDue()).isEqualTo(LoadScript.NEVER);
        agenda.add(5, 1, 2, Call.ORDER, 3);
        agenda.removeFirst();
        assertThat(agenda.firstDue()).isEqualTo(LoadScript.NEVER);
    }

    @Test
    void theEarliestIsFirst() {
        for (long seed : Seeds.some(5)) {
            try {
                compare(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay it alone with -Donsale.seed=" + seed, e);
            }
        }
    }

    /** No two are due at the same time, so that there is one order alone. */
    private static void compare(Random random) {
        Agenda agenda = new Agenda();
        PriorityQueue<Entry> model = new PriorityQueue<>(Comparator.comparingLong(Entry::due));
        Call[] calls = Call.values();
        // Grows beyond its first capacity, and shrinks again.
        for (int step = 0; step < 8_000; step++) {
            if (random.nextInt(10) < (step < 5_000 ? 7 : 2)) {
                Entry entry = new Entry(
                        random.nextInt(1_000) * 10_000L + step,
                        random.nextLong(),
                        random.nextInt(),
                        calls[random.nextInt(calls.length)],
                        random.nextInt(21));
                model.add(entry);
                agenda.add(entry.due(), entry.since(), entry.buyer(), entry.call(), entry.attempts());
            } else {
                removeFirst(agenda, model);
            }
        }
        while (!model.isEmpty()) {
            removeFirst(agenda, model);
        }
        assertThat(agenda.firstDue()).isEqualTo(LoadScript.NEVER);
    }

    private static void removeFirst(Agenda agenda, PriorityQueue<Entry> model) {
        Entry expected = model.poll();
        if (expected == null) {
            assertThat(agenda.firstDue()).isEqualTo(LoadScript.NEVER);
            return;
        }
        assertThat(new Entry(
                        agenda.firstDue(),
                        agenda.firstSince(),
                        agenda.firstBuyer(),
                        agenda.firstCall(),
                        agenda.firstAttempts()))
                .isEqualTo(expected);
        agenda.removeFirst();
    }
}
