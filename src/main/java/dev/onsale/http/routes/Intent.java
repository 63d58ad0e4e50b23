package dev.onsale.http.routes;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request can have been meant to buy. The article buys by a GET, which browsers send on their own as well: before anybody has clicked (a
 * prefetch), or because a page of somebody else's has a link or a picture there. Browsers say so in headers that no page can forge. Stateless.
 */
final class Intent {

    /** Where browsers say, and have said, that nobody has clicked yet. */
    private static final CharSequence[] PURPOSES = {
        HttpHeaders.createOptimized("Sec-Purpose"),
        HttpHeaders.createOptimized("Purpose"),
        HttpHeaders.createOptimized("X-Purpose"),
        HttpHeaders.createOptimized("X-Moz")
    };

    private static final CharSequence SITE = HttpHeaders.createOptimized("Sec-Fetch-Site");

    private Intent() {}

    /** What to say to a request that cannot have been meant; null if it can. */
    static @Nullable String refusal(MultiMap headers) {
        for (CharSequence purpose : PURPOSES) {
            for (String value : headers.getAll(purpose)) {
                String said = value.toLowerCase(Locale.ROOT);
                if (said.contains("prefetch") || said.contains("prerender") || said.contains("preview")) {
                    return TicketMessages.PREFETCH;
                }
            }
        }
        for (String site : headers.getAll(SITE)) {
            if (site.toLowerCase(Locale.ROOT).contains("cross-site")) {
                return TicketMessages.CROSS_SITE;
            }
        }
        return null;
    }
}
