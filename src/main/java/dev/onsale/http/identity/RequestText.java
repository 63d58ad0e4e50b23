package dev.onsale.http.identity;

import dev.onsale.config.Limits;
import org.jspecify.annotations.Nullable;

/** What short texts in a request may be. Stateless; any thread. */
public final class RequestText {

    /** Names the header that holds an idempotency key (draft-ietf-httpapi-idempotency-key-header). */
    public static final String KEY_HEADER = "Idempotency-Key";

    private RequestText() {}

    /** Whether it can be an idempotency key: visible ASCII; quotes of a structured field (RFC 8941) count as part of it. */
    public static boolean isKey(@Nullable String text) {
        return text != null && !text.isEmpty() && text.length() <= Limits.IDEMPOTENCY_KEY_CHARS_MAX && isVisible(text);
    }

    /** Whether it is visible ASCII alone. */
    static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
