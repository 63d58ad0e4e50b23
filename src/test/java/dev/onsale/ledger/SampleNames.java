package dev.onsale.ledger;

import java.util.List;

/** Names that buyers may have, of every kind that some part of the way could get wrong. */
public final class SampleNames {

    /** All of them different, and all in form NFC. */
    public static final List<String> ALL = List.of(
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "ann.o'hara+tickets@example.org",
            "Ann Lee",
            "张伟",
            "张 伟",
            "Amélie",
            "Amèlie",
            "12:ann",
            "2:annk",
            "o",
            "bann",
            "\\x00 \\u0000 %00 {ann}",
            "\uD83D\uDE00".repeat(128),
            "ÿ".repeat(128),
            "张".repeat(128),
            "\u202Bעברית",
            "\uFFFF",
            "\uDBFF\uDFFF");

    private SampleNames() {}
}
