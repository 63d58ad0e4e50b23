package dev.onsale.lab.rehearsal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onsale.config.LoadLimits;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens the sale of a rehearsal and reads the server's records of it, as an operator. For one thread. */
final class SaleDesk implements AutoCloseable {

    /** The one tier that is on sale. */
    static final String TIER = "standard";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int PAGE_ROWS = 500;
    private static final int PRICE = 5_000;

    private final Server server;
    private final int patienceMillis;
    private final HttpClient client;

    SaleDesk(Server server) {
        this(server, LoadLimits.RECORDS_MILLIS_MAX);
    }

    /** @param patienceMillis how long an order book may say that it cannot be read just now */
    SaleDesk(Server server, int patienceMillis) {
        this.server = server;
        this.patienceMillis = patienceMillis;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(LoadLimits.DESK_MILLIS_MAX))
                .build();
    }

    /** Name of a stop, by its place. */
    static String stop(int place) {
        return String.format(Locale.ROOT, "stop-%02d", place + 1);
    }

    /** Opens a sale for the plan, under this id, if the server takes buyers as they will come. */
    void open(RehearsalPlan plan, String id) throws RehearsalException, InterruptedException {
        checkBuyers();
        StringWriter body = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField(
                    "name", "Rehearsal of " + plan.buyers() + " buyers for " + plan.tickets() + " tickets");
            json.writeNumberField("holdSeconds", plan.holdSeconds());
            json.writeStringField("deduct", plan.deduct());
            if (plan.stops() > 0) {
                json.writeArrayFieldStart("stops");
                for (int i = 0; i < plan.stops(); i++) {
                    json.writeString(stop(i));
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("tiers");
            json.writeStartObject();
            json.writeStringField("id", TIER);
            json.writeStringField("name", "Standard");
            json.writeNumberField("capacity", plan.tickets());
            json.writeNumberField("price", PRICE);
            json.writeStringField("currency", "CNY");
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail", e);
        }
        HttpResponse<byte[]> answer = send(request("/v1/sales")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            throw new RehearsalException("the server at " + server.url()
                    + " does not take this operators' token: name the right one (ONSALE_OPERATOR_TOKEN, or"
                    + " --operator-token FILE)");
        }
        if (status != 201) {
            throw new RehearsalException("the server at " + server.url() + " did not open a sale, but answered "
                    + status + ": is it an Onsale?");
        }
    }

    /** Whether a buyer is whoever the header says; what is asked for is no order, so that nothing can come of it. */
    private void checkBuyers() throws RehearsalException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/v1/orders/none"))
                .timeout(Duration.ofMillis(LoadLimits.DESK_MILLIS_MAX))
                .header("Onsale-Buyer", "buyer-0")
                .build();
        if (send(request).statusCode() == 401) {
            throw new RehearsalException(
                    "the server at " + server.url()
                            + " does not take buyers as the header Onsale-Buyer names them: rehearse with nodes that have no key for"
                            + " buyers' tokens, and through an nginx that lets the header pass (onsale nginx --trust-buyer-header)");
        }
    }

    /** Stock of the tier for a trip; of the whole sale where there are no stops. */
    Words.Stock stock(String sale, RehearsalPlan plan, int from, int to)
            throws RehearsalException, InterruptedException {
        String question = plan.stops() == 0 ? "" : "?from=" + stop(from) + "&to=" + stop(to);
        HttpResponse<byte[]> answer =
                send(request("/v1/sales/" + sale + question).build());
        try (JsonParser json = JSON.createParser(answer.body())) {
            return Words.stock(json);
        } catch (IOException e) {
            throw unreadable("what is free of sale " + sale, answer, e);
        }
    }

    /** All orders of the sale that the order book has now. */
    List<RecordedOrder> orders(String sale, Trips trips) throws RehearsalException, InterruptedException {
        List<RecordedOrder> orders = new ArrayList<>();
        String cursor = null;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (true) {
            String more = cursor == null ? "" : "&cursor=" + cursor;
            HttpResponse<byte[]> answer = send(request("/v1/orders?sale=" + sale + "&limit=" + PAGE_ROWS + more)
                    .build());
            if (answer.statusCode() == 503) {
                if (System.nanoTime() - deadline > 0) {
                    throw new RehearsalException("the server's order book answered 503 for "
                            + TimeUnit.MILLISECONDS.toSeconds(patienceMillis) + " seconds: see the server's log");
                }
                Thread.sleep(LoadLimits.RECORDS_PAUSE_MILLIS);
                continue;
            }
            try (JsonParser json = JSON.createParser(answer.body())) {
                cursor = page(json, trips, orders);
            } catch (IOException e) {
                throw unreadable("the orders of sale " + sale, answer, e);
            }
            if (cursor == null) {
                return orders;
            }
            if (orders.size() >= LoadLimits.RECORDS_ORDERS_MAX) {
                throw new RehearsalException("the server has more than " + LoadLimits.RECORDS_ORDERS_MAX
                        + " orders of sale " + sale + ", too many to check");
            }
        }
    }

    private static @Nullable String page(JsonParser json, Trips trips, List<RecordedOrder> orders) throws IOException {
        String next = null;
        boolean whole = false;
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("orders")) {
                whole = true;
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    orders.add(RecordedOrder.read(json, trips));
                }
            } else if (name.equals("next")) {
                next = value == JsonToken.VALUE_NULL ? null : json.getText();
            } else {
                json.skipChildren();
            }
        }
        if (!whole) {
            throw new IOException("there is no list of orders in it");
        }
        return next;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.url().resolve(path))
                .timeout(Duration.ofMillis(LoadLimits.DESK_MILLIS_MAX))
                .header("Authorization", "Bearer " + server.operatorToken());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws RehearsalException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new RehearsalException(
                    "the server at " + server.url() + " does not answer (" + reason(e) + "): see that it runs there",
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static RehearsalException unreadable(String what, HttpResponse<byte[]> answer, IOException e) {
        return new RehearsalException(
                "the server did not tell " + what + ", but answered " + answer.statusCode() + " (" + e.getMessage()
                        + ")",
                e);
    }

    @Override
    public void close() {
        client.close();
    }
}
