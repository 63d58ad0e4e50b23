package dev.onsale.http.server;

import io.vertx.core.http.HttpHeaders;

/** Values of headers that answers share, encoded once. */
public final class HeaderValues {

    /** {@code Content-Type} of every answer yes with something to say. */
    public static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    /** {@code Content-Type} of every answer no (RFC 9457). */
    public static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");

    /** {@code Content-Type} of what people read in a terminal. */
    public static final CharSequence PLAIN_TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

    /** Names the header of an answer that is one given before, which then says {@link #TRUE}. */
    public static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");

    /** Yes. */
    public static final CharSequence TRUE = HttpHeaders.createOptimized("true");

    private HeaderValues() {}
}
