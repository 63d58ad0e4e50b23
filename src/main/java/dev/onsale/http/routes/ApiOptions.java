package dev.onsale.http.routes;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told about its HTTP interface.
 *
 * @param eventLoops threads that serve connections, at least 1; more than the processors only take turns
 * @param ticketSale id of the sale that {@code /buy/ticket} sells, one ticket of its first tier at a time
 * @param ticketGuests whether {@code /buy/ticket} sells to callers who do not say who they are
 * @param statLog file to which {@code /buy/ticket} appends a line for each answer, or null for none
 */
public record ApiOptions(
        int eventLoops,
        String ticketSale,
        boolean ticketGuests,
        @Nullable Path statLog) {

    /** The sale that {@code /buy/ticket} sells unless told otherwise. */
    public static final String TICKET_SALE = "rush";

    public ApiOptions {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be at least 1, but is " + eventLoops);
        }
    }

    /** An event loop for each processor, up to two; the sale {@value #TICKET_SALE}, for guests too; no log. */
    public static ApiOptions defaults() {
        return new ApiOptions(Math.min(2, Runtime.getRuntime().availableProcessors()), TICKET_SALE, true, null);
    }
}
