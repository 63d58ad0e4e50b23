package dev.onsale.sale;

import java.text.Normalizer;

/**
 * Names that people write, as they compare: composed (NFC, so that an ü is an ü however a keyboard made it) and without blanks around
 * them. Stateless; any thread.
 */
public final class Names {

    /** Below it every character is composed already, and nothing is put together with the one before. */
    private static final char COMBINING_FROM = 0x300;

    /** Chinese as most stations are written in: as it is, and asked for in every rush. */
    private static final char HAN_FROM = 0x4E00;

    private static final char HAN_TO = 0x9FFF;

    private Names() {}

    /** The name in the form in which names are kept and compared. */
    public static String plain(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isBlank(name.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(name.charAt(to - 1))) {
            to--;
        }
        String trimmed = name.substring(from, to);
        return isComposed(trimmed) ? trimmed : Normalizer.normalize(trimmed, Normalizer.Form.NFC);
    }

    /** Whether the two are the same name. */
    public static boolean same(String one, String other) {
        return one.equals(other) || plain(one).equals(plain(other));
    }

    /** A blank of any script, also one that does not break a line. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Whether that can be seen without the tables of Unicode. */
    private static boolean isComposed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= COMBINING_FROM && (c < HAN_FROM || c > HAN_TO)) {
                return false;
            }
        }
        return true;
    }
}
