package dev.onsale.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTextTest {

    private static final Progress HALF =
            new Progress("buyers", 11.4, 1_000_000, 459_999, 41_219, 1_210, 18_430, 6_400, 300, 3_300, 11);
    private static final Progress START = new Progress("starting a server", 0, 0, 0, 0, 0, 0, -1, -1, -1, -1);

    @Test
    void aLineHasEverything() {
        assertThat(ProgressText.line(HALF))
                .isEqualTo("11 s, buyers, 459,999 of 1,000,000 buyers done, 11 s left, 41,219/s, p50 1.21 p99 18.4 ms, "
                        + "sold 3,300 held 300 free 6,400");
        assertThat(ProgressText.line(START)).isEqualTo("0 s, starting a server");
    }

    @Test
    void aBarTellsWhatThereIsRoomFor() {
        assertThat(ProgressText.bar(HALF, 120))
                .isEqualTo("buyers  45 % [=============                  ] 11 s left, 41,219/s, p50 1.21 p99 18.4 ms, "
                        + "sold 3,300 held 300 free 6,400");
        assertThat(ProgressText.bar(HALF, 79))
                .isEqualTo("buyers  45 % [====      ] 11 s left, 41,219/s, p99 18.4 ms, sold 3,300 held 300");
        assertThat(ProgressText.bar(HALF, 40)).isEqualTo("buyers  45 % [======         ] 11 s left");
        assertThat(ProgressText.bar(HALF, 20)).isEqualTo("buyers  45 % ");
        assertThat(ProgressText.bar(START, 79)).isEqualTo("starting a server ...");
    }

    @Test
    void itNeverTakesMoreThanThereIs() {
        for (int columns = 0; columns < 200; columns++) {
            assertThat(ProgressText.bar(HALF, columns)).hasSizeLessThanOrEqualTo(columns);
            assertThat(ProgressText.bar(START, columns)).hasSizeLessThanOrEqualTo(columns);
        }
    }
}
