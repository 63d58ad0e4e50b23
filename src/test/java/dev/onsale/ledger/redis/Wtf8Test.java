package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any string comes back as it was, and no two are the same bytes. */
class Wtf8Test {

    private static final int STRINGS = 20_000;

    /** Characters of which random strings are made: one of each kind, and the edges of the surrogates. */
    private static final char[] KINDS = {
        'a', 0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFFFD, 0xFFFF
    };

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", "北京南", "a\u0000b", "😀", "x😀y", "\uFFFD"})
    void wellFormedTextIsUtf8(String text) {
        assertThat(Wtf8.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Wtf8.decode(Wtf8.encode(text))).isEqualTo(text);
    }

    @Test
    void aSurrogateWithoutItsPairStaysItself() {
        for (String text :
                new String[] {"\uD83D", "\uDE00", "\uDE00\uD83D", "a\uD800", "\uDFFFz", "\uD83D\uD83D\uDE00"}) {
            assertThat(Wtf8.decode(Wtf8.encode(text))).isEqualTo(text);
        }
        assertThat(Wtf8.encode("\uD83D")).isNotEqualTo(Wtf8.encode("\uD83E")).isNotEqualTo(Wtf8.encode("?"));
    }

    @Test
    void randomStringsComeBack() {
        long seed = Long.getLong("onsale.seed", ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
        System.out.println("Wtf8Test: -Donsale.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < STRINGS; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(KINDS[random.nextInt(KINDS.length)]);
            }
            assertThat(Wtf8.decode(Wtf8.encode(text.toString())))
                    .as("%d: %s", seed, text.chars().boxed().toList())
                    .isEqualTo(text.toString());
        }
    }
}
