package dev.onsale.lab.compare;

import dev.onsale.config.CompareLimits;
import dev.onsale.lab.cluster.ClusterException;
import dev.onsale.lab.shop.ShopServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often a contender's database had to keep something: commits that changed something, or commands that did. For Onsale these are
 * the commits of its journal, each for a batch of orders, and the transactions of its order book. Asked over HTTP.
 */
final class WriteCount implements AutoCloseable {

    private static final String JOURNAL_COMMITS = "onsale_ledger_commit_seconds_count";
    private static final String BOOK_WRITES = "onsale_orderbook_writes_total";
    private static final String BOOK_LAG = "onsale_orderbook_lag_events";
    private static final int PAUSE_MILLIS = 20;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(CompareLimits.COMPARE_FIGURES_SECONDS_MAX))
            .build();
    private final URI metrics;
    private final boolean isOnsale;

    /** @param url of the contender, ending with a slash */
    WriteCount(URI url, boolean isOnsale) {
        this.metrics = url.resolve("metrics");
        this.isOnsale = isOnsale;
    }

    /** Since the contender's start. Waits until what was answered is written everywhere. */
    long read() throws ClusterException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CompareLimits.COMPARE_SETTLE_SECONDS_MAX);
        while (true) {
            String text = text();
            if (!isOnsale) {
                return sum(text, List.of(ShopServer.WRITES_METRIC));
            }
            if (sum(text, List.of(BOOK_LAG)) == 0) {
                return sum(text, List.of(JOURNAL_COMMITS, BOOK_WRITES));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterException("the order book is not written after "
                        + CompareLimits.COMPARE_SETTLE_SECONDS_MAX + " seconds, so its writes cannot be counted");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private String text() throws ClusterException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(metrics)
                .timeout(Duration.ofSeconds(CompareLimits.COMPARE_FIGURES_SECONDS_MAX))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new ClusterException("the server does not tell its figures: " + e, e);
        }
    }

    /** Adds up some of the figures of Prometheus' text format, none of which has labels. */
    static long sum(String text, List<String> names) throws ClusterException {
        Map<String, Double> figures = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int blank = line.indexOf(' ');
            if (blank > 0 && names.contains(line.substring(0, blank))) {
                figures.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
            }
        }
        if (figures.size() < names.size()) {
            throw new ClusterException("the server's figures lack one of " + String.join(", ", names));
        }
        return Math.round(
                figures.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    @Override
    public void close() {
        client.close();
    }
}
