package dev.onsale.http.server;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the servers of all event loops share. Everything in it may be called by any thread.
 *
 * @param clock milliseconds since 1970
 * @param nanos for durations
 * @param connectionsMax open at once, on all event loops together
 */
public record LoopParts(HttpMeter meter, InstantSource clock, LongSupplier nanos, int connectionsMax) {}
