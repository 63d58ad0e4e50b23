package dev.onsale.http.identity;

import dev.onsale.config.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * What may name a buyer: whatever shops and those who identify their customers give out, an e-mail address, {@code auth0|5f7c…} or a name in
 * Chinese. Text of Unicode, 1 to {@link Limits#BUYER_CHARS_MAX} characters (code points) long, without control characters, and with
 * no blank at either end, where a header would lose it. The same name may be written in several ways (é as one character or as two), and is one buyer: it is
 * kept in Unicode's form NFC. Stateless; any thread.
 */
public final class BuyerName {

    /** What it must be, as the end of a sentence. */
    public static final String RULE = "1 to " + Limits.BUYER_CHARS_MAX
            + " characters, no control characters among them and no blank at either end";

    private BuyerName() {}

    /** The name that a text is, in form NFC, or null if it can name nobody. */
    public static @Nullable String of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        // Nearly all names, which have one form only.
        if (RequestText.isVisible(text)) {
            return text.length() <= Limits.BUYER_CHARS_MAX ? text : null;
        }
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        return isName(name) ? name : null;
    }

    /** The name that a header has, whose bytes are UTF-8 and stand here as a character each; or null if they can name nobody. */
    static @Nullable String ofHeader(String value) {
        if (RequestText.isVisible(value)) {
            return of(value);
        }
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > Limits.BUYER_CHARS_MAX) {
            return false;
        }
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            i += Character.charCount(point);
            int kind = Character.getType(point);
            // A surrogate without its pair is no character, and PostgreSQL would not take it.
            if (kind == Character.CONTROL || kind == Character.SURROGATE) {
                return false;
            }
        }
        return !isBlank(name.codePointAt(0)) && !isBlank(name.codePointBefore(name.length()));
    }

    private static boolean isBlank(int point) {
        return Character.isSpaceChar(point);
    }
}
