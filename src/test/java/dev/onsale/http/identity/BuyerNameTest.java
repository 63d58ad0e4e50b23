package dev.onsale.http.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may name a buyer, and that it is the same buyer however it is written. */
class BuyerNameTest {

    /** As a header's bytes come: a character for each. */
    private static String header(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "~",
                "auth0|5f7c8ec7c33c6c004bbafe82",
                "ann@example.org",
                "google-oauth2|103547991597142817347",
                "张伟",
                "Ann Lee",
                "Müller, Jürgen",
                "urn:uuid:0190f1e7-2c1a-7d3c",
                "\uD83D\uDE00",
                "नमस्ते",
                "\u202Bעברית",
                "a\u200Db",
                "\uFFFD",
                "\u0301a"
            })
    void whatIdentityProvidersGive(String text) {
        assertThat(BuyerName.of(text)).isEqualTo(text);
        assertThat(BuyerName.ofHeader(header(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u3000",
                " ann",
                "ann ",
                "\u00A0ann",
                "ann\u3000",
                "a\u0000b",
                "a\tb",
                "a\nb",
                "a\u007Fb",
                "a\u0085b",
                "\u0000",
                "张\u001B伟"
            })
    void whatCanNameNobody(String text) {
        assertThat(BuyerName.of(text)).isNull();
        assertThat(BuyerName.ofHeader(header(text))).isNull();
    }

    @Test
    void aHalfOfACharacterIsNone() {
        for (String half : new String[] {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D"}) {
            assertThat(BuyerName.of(half)).isNull();
        }
        assertThat(BuyerName.of(null)).isNull();
    }

    @Test
    void aHeaderIsUtf8AndNothingElse() {
        for (String bytes : new String[] {
            "k\u00E4se", // Latin-1
            "\u00C3", // the first half of a character
            "\u00C0\u0080", // zero, written in two bytes
            "\u00C1\u00A1", // a, written in two bytes
            "\u00ED\u00A0\u00BD", // half a pair
            "\u00F5\u0080\u0080\u0080", // past the end of Unicode
            "\u00FF\u00FE"
        }) {
            assertThat(BuyerName.ofHeader(bytes)).isNull();
        }
    }

    @Test
    void itsLengthIsCountedInCharacters() {
        for (String one : new String[] {"x", "é", "张", "\uD83D\uDE00"}) {
            String longest = one.repeat(128);
            assertThat(BuyerName.of(longest)).isEqualTo(longest);
            assertThat(BuyerName.ofHeader(header(longest))).isEqualTo(longest);
            assertThat(BuyerName.of(longest + one)).isNull();
            assertThat(BuyerName.ofHeader(header(longest + one))).isNull();
        }
        assertThat(BuyerName.of("e\u0301".repeat(128))).as("in form NFC").isEqualTo("é".repeat(128));
    }

    @Test
    void oneNameHasOneForm() {
        String[][] same = {
            {"Ame\u0301lie", "Amélie"}, {"\u212B", "Å"}, {"가", "\u1100\u1161"}, {"q\u0323\u0307", "q\u0307\u0323"}
        };
        for (String[] pair : same) {
            assertThat(BuyerName.of(pair[0])).isEqualTo(BuyerName.of(pair[1])).isNotNull();
            assertThat(BuyerName.ofHeader(header(pair[0]))).isEqualTo(BuyerName.of(pair[1]));
        }
        assertThat(BuyerName.of("ﬁ")).as("what only looks alike stays apart").isEqualTo("ﬁ");
        assertThat(BuyerName.of("Ann")).isNotEqualTo(BuyerName.of("ann"));
    }
}
