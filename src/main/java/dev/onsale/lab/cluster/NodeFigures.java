package dev.onsale.lab.cluster;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one node's {@code /metrics} say, as far as a cluster's table shows it.
 *
 * @param requests that buyers' and operators' calls made, all outcomes together
 * @param sold orders that the node said yes to for the first time
 * @param localStock tickets of the sale shown that the node may still forward; empty where it does not say
 * @param free seats times legs of the sale shown that nobody has; empty where the node does not say
 */
public record NodeFigures(long requests, long sold, OptionalLong localStock, OptionalLong free) {

    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{([^}]*)\\})? ([-+.0-9eE]+)");
    private static final String REQUESTS = "onsale_http_requests_total";
    private static final String STOCK = "onsale_stock_seat_legs";
    private static final String LOCAL_STOCK = "onsale_local_stock_seat_legs";

    /**
     * Reads Prometheus' text format.
     *
     * @param sale whose stock is shown
     */
    static NodeFigures parse(String text, String sale) {
        long requests = 0;
        long sold = 0;
        OptionalLong localStock = OptionalLong.empty();
        OptionalLong free = OptionalLong.empty();
        for (String line : text.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.lookingAt()) {
                continue;
            }
            String labels = matcher.group(2) == null ? "" : matcher.group(2);
            long value = (long) Double.parseDouble(matcher.group(3));
            switch (matcher.group(1)) {
                case REQUESTS -> {
                    if (!has(labels, "route", "operations") && !has(labels, "route", "other")) {
                        requests += value;
                    }
                    if (has(labels, "outcome", "ok")
                            && (has(labels, "route", "buy_ticket") || has(labels, "route", "place_order"))) {
                        sold += value;
                    }
                }
                case STOCK -> {
                    if (has(labels, "sale", sale) && has(labels, "state", "free")) {
                        free = plus(free, value);
                    }
                }
                case LOCAL_STOCK -> {
                    if (has(labels, "sale", sale)) {
                        localStock = plus(localStock, value);
                    }
                }
                default -> {
                    // A figure that the table does not show.
                }
            }
        }
        return new NodeFigures(requests, sold, localStock, free);
    }

    private static boolean has(String labels, String name, String value) {
        return labels.contains(name + "=\"" + value + "\"");
    }

    private static OptionalLong plus(OptionalLong sum, long value) {
        return OptionalLong.of(sum.orElse(0) + value);
    }
}
