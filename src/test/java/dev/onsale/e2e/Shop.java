package dev.onsale.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A shop in front of a server: asks over HTTP as anybody would, with keep-alive. Any thread. */
public final class Shop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TOLD_AFTER_MAX = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 20;
    private static final int BUSY = 503;
    private static final int NOT_KNOWN = 504;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the server said.
     *
     * @param body null unless it is JSON
     */
    public record Answer(int status, JsonNode body) {

        public String text(String field) {
            return body.path(field).asText();
        }

        /** Whether it says what became of the question. Who hears {@code busy} or {@code unknown_outcome} asks again with the same key. */
        public boolean isTold() {
            return status != BUSY && status != NOT_KNOWN;
        }

        /** The seats of an order, in their order. */
        public String seats() {
            return body.path("seats").toString();
        }
    }

    /** Something that may be asked again, since it is the same however often it is asked. */
    @FunctionalInterface
    public interface Question {
        Answer ask() throws IOException, InterruptedException;
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    /** @param url of a server, as it prints it */
    public Shop(URI url) {
        this.url = url;
    }

    /** Asks until somebody says what became of it, as every buyer may. Fails after a minute of {@code busy} or {@code unknown_outcome}. */
    public static Answer told(Question question) throws IOException, InterruptedException {
        Answer last = question.ask();
        for (long deadline = System.nanoTime() + TOLD_AFTER_MAX.toNanos(); !last.isTold(); last = question.ask()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("nobody says in time what became of it: " + last);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return last;
    }

    /** Buys a ticket as the article does. */
    public Answer buyTicket() throws IOException, InterruptedException {
        return ask("GET", "/buy/ticket", Map.of(), null);
    }

    /**
     * Orders seats.
     *
     * @param from null where the sale has no stops
     */
    public Answer order(String sale, String buyer, String key, String tier, int quantity, String from, String to)
            throws IOException, InterruptedException {
        Map<String, Object> wanted = new TreeMap<>(Map.of("tier", tier, "quantity", quantity));
        if (from != null) {
            wanted.put("from", from);
            wanted.put("to", to);
        }
        return ask(
                "POST",
                "/v1/sales/" + sale + "/orders",
                Map.of("Onsale-Buyer", buyer, "Idempotency-Key", key),
                JSON.writeValueAsString(wanted));
    }

    /** One order, as its buyer sees it. */
    public Answer find(String order, String buyer) throws IOException, InterruptedException {
        return ask("GET", "/v1/orders/" + order, Map.of("Onsale-Buyer", buyer), null);
    }

    /** Anything else. */
    public Answer get(String path) throws IOException, InterruptedException {
        return ask("GET", path, Map.of(), null);
    }

    /** Anything else, with some headers and a JSON body or none. */
    public Answer ask(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE);
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(body));
        }
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        String text = new String(response.body(), StandardCharsets.UTF_8);
        return new Answer(response.statusCode(), isJson ? JSON.readTree(text) : null);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
