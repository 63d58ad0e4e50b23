package dev.onsale.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalMemoryTest {

    private final JournalMemory memory = new JournalMemory();
    private final List<Long> learnt = new ArrayList<>();

    private void tell(int events, long position) {
        memory.told(events, position, () -> learnt.add(position));
    }

    @Test
    void aJournalThatIsToldFromItsFirstEventNeedNotBeRead() {
        tell(2, 2);
        tell(1, 3);

        assertThat(memory.isWhole()).isTrue();
        assertThat(learnt).containsExactly(2L, 3L);
    }

    @Test
    void whatIsToldBeforeTheTimeBeforeIsReadIsOnlyNoted() {
        tell(1, 11);
        assertThat(memory.isWhole()).isFalse();

        assertThat(memory.read(10, 10)).as("event 11 is told and not read").isFalse();
        assertThat(memory.read(11, 10)).isTrue();
        tell(1, 12);

        assertThat(memory.isWhole()).isTrue();
        assertThat(learnt).containsExactly(12L);
    }

    @Test
    void whatWasReadIsNotLearntAgain() {
        memory.read(12, 10);
        tell(1, 11);
        tell(1, 12);
        tell(1, 13);

        assertThat(learnt).containsExactly(13L);
    }

    @Test
    void afterAGapNothingIsKnownUntilTheJournalIsReadAgain() {
        tell(1, 1);
        tell(1, 5);
        tell(1, 6);
        assertThat(memory.isWhole()).isFalse();
        assertThat(learnt).containsExactly(1L);
        assertThat(memory.learnt()).isEqualTo(1);

        assertThat(memory.read(6, 6)).isTrue();
        tell(1, 7);
        assertThat(learnt).containsExactly(1L, 7L);
    }
}
