package dev.onsale.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JourneyTest {

    @Test
    void everyJourneyOfTheLongestTrainHasItsLegsAsBits() {
        for (int from = 0; from < 63; from++) {
            for (int to = from + 1; to <= 63; to++) {
                Journey journey = new Journey(from, to);
                long legs = 0;
                for (int leg = from; leg < to; leg++) {
                    legs |= 1L << leg;
                }
                assertThat(journey.legs()).as("%s", journey).isEqualTo(legs);
                assertThat(journey.length()).as("%s", journey).isEqualTo(Long.bitCount(legs));
            }
        }
    }

    @Test
    void theWholeOfTheLongestTrainLeavesTheSignBitFree() {
        assertThat(new Journey(0, 63).legs()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Journey(62, 63).legs()).isEqualTo(1L << 62);
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,0", "1,1", "2,1", "0,64", "63,64", "63,63"})
    void whatIsNotAJourneyIsABug(int from, int to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Journey(from, to))
                .withMessageContaining(from + " to " + to);
    }

    @Test
    void journeysOverlapExactlyWhereTheyShareALeg() {
        for (int a = 0; a < 5; a++) {
            for (int b = a + 1; b <= 5; b++) {
                for (int c = 0; c < 5; c++) {
                    for (int d = c + 1; d <= 5; d++) {
                        Journey one = new Journey(a, b);
                        Journey other = new Journey(c, d);
                        assertThat(one.overlaps(other))
                                .as("%s and %s", one, other)
                                .isEqualTo((one.legs() & other.legs()) != 0);
                    }
                }
            }
        }
    }
}
