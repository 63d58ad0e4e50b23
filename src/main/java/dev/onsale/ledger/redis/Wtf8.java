package dev.onsale.ledger.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any string as bytes, and back. Well-formed text is UTF-8; a surrogate without its pair, which UTF-8 cannot say, is written as the three bytes
 * of its number (WTF-8, after Simon Sapin). A buyer's name or key may hold one, and must not become another's.
 */
final class Wtf8 {

    private Wtf8() {}

    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encodeWithSurrogates(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encodeWithSurrogates(String text) {
        byte[] bytes = new byte[text.length() * 3];
        int length = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE) {
                bytes[length++] = (byte) (0xE0 | (point >>> 12));
                bytes[length++] = (byte) (0x80 | ((point >>> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (point & 0x3F));
            } else {
                byte[] one = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, bytes, length, one.length);
                length += one.length;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    static String decode(byte[] bytes) {
        StringBuilder text = null;
        int done = 0;
        for (int i = 0; i + 2 < bytes.length; i++) {
            // Only a surrogate begins with these two bytes.
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xFF) >= 0xA0) {
                text = text == null ? new StringBuilder(bytes.length) : text;
                text.append(new String(bytes, done, i - done, StandardCharsets.UTF_8));
                text.append((char) (0xD000 | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
                i += 2;
                done = i + 1;
            }
        }
        String rest = new String(bytes, done, bytes.length - done, StandardCharsets.UTF_8);
        return text == null ? rest : text.append(rest).toString();
    }
}
