package dev.onsale.http.server;

import io.vertx.core.http.HttpHeaders;

/**
 * Who may keep an answer and give it to others. {@link #NEVER} unless an answer says otherwise: most are about one person or one change,
 * and a cache that is not told so may keep what it likes (RFC 9111). What may be shared is the same for whoever asks, whatever they
 * show of themselves, so it needs no {@code Vary}, and says {@code public} so that it may be kept for those too who send a token.
 */
public enum Caching {
    /** Nobody: it is about one person, one change or one moment. */
    NEVER("no-store"),
    /**
     * Everybody, for a second: what changes with each order. While one request fetches the next answer, the others may have the last one
     * for another second.
     */
    SHARED_FOR_A_SECOND("public, max-age=1, stale-while-revalidate=1"),
    /** Everybody, for some minutes: what changes with the program. */
    SHARED_FOR_A_WHILE("public, max-age=300");

    @SuppressWarnings("ImmutableEnumChecker") // encoded once, and then only read
    private final CharSequence header;

    Caching(String header) {
        this.header = HttpHeaders.createOptimized(header);
    }

    /** The answer's {@code Cache-Control}. */
    public CharSequence header() {
        return header;
    }
}
