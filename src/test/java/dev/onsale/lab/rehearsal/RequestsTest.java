package dev.onsale.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onsale.config.LoadLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestsTest {

    /** Around each number of digits that a buyer's number can have. */
    private static final List<Integer> BUYERS = List.of(
            0,
            1,
            9,
            10,
            11,
            99,
            100,
            999,
            1_000,
            9_999,
            10_000,
            99_999,
            100_000,
            999_999,
            1_000_000,
            9_999_999,
            10_000_000,
            LoadLimits.BUYERS_MAX - 1,
            Integer.MAX_VALUE);

    private static final Trips TRAIN = new Trips(63);

    /** A request, read as a server reads it. */
    private record Parsed(String line, Map<String, String> fields, String body) {

        static Parsed of(Consumer<ByteBuffer> writer) {
            ByteBuffer out = ByteBuffer.allocate(LoadLimits.REQUEST_BYTES_MAX);
            writer.accept(out);
            String text = StandardCharsets.US_ASCII.decode(out.flip()).toString();
            int end = text.indexOf("\r\n\r\n");
            String[] head = text.substring(0, end).split("\r\n", -1);
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(": ");
                assertThat(head[i].substring(0, colon)).matches("[A-Za-z-]+");
                assertThat(fields.put(
                                head[i].substring(0, colon).toLowerCase(Locale.ROOT), head[i].substring(colon + 2)))
                        .isNull();
            }
            assertThat(head[0]).matches("[A-Z]+ /[!-~]* HTTP/1\\.1");
            return new Parsed(head[0], fields, text.substring(end + 4));
        }

        String field(String name) {
            return Objects.requireNonNull(fields.get(name), name);
        }

        void assertLengthRight() {
            assertThat(field("content-length")).isEqualTo(String.valueOf(body.length()));
        }

        Map<String, String> json() throws IOException {
            Map<String, String> values = new LinkedHashMap<>();
            try (JsonParser json = new JsonFactory().createParser(body)) {
                assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    values.put(name, json.getText());
                }
                assertThat(json.currentToken()).isEqualTo(JsonToken.END_OBJECT);
                assertThat(json.nextToken()).isNull();
            }
            return values;
        }
    }

    private static Requests requests(boolean train) {
        return new Requests("example.org:8080", "the-token", "s1", "buyer-", train ? TRAIN : new Trips(1), train);
    }

    @Test
    void ordersAtAConcert() throws IOException {
        Requests requests = requests(false);
        for (int buyer : BUYERS) {
            Parsed parsed = Parsed.of(out -> requests.order(out, buyer, 0));
            parsed.assertLengthRight();
            assertThat(parsed.line()).isEqualTo("POST /v1/sales/s1/orders HTTP/1.1");
            assertThat(parsed.field("host")).isEqualTo("example.org:8080");
            assertThat(parsed.field("content-type")).isEqualTo("application/json");
            assertThat(parsed.field("onsale-buyer")).isEqualTo("buyer-" + buyer);
            assertThat(parsed.field("idempotency-key")).isEqualTo(String.valueOf(buyer));
            assertThat(parsed.json()).isEqualTo(Map.of("tier", SaleDesk.TIER, "quantity", "1"));
        }
    }

    @Test
    void ordersOnATrain() throws IOException {
        Requests requests = requests(true);
        for (int trip = 0; trip < TRAIN.count(); trip++) {
            int wanted = trip;
            Parsed parsed = Parsed.of(out -> requests.order(out, 7, wanted));
            parsed.assertLengthRight();
            assertThat(parsed.json())
                    .containsEntry("from", SaleDesk.stop(TRAIN.from(trip)))
                    .containsEntry("to", SaleDesk.stop(TRAIN.to(trip)));
        }
    }

    @Test
    void payments() throws IOException {
        Requests requests = requests(false);
        for (int buyer : BUYERS) {
            Parsed parsed = Parsed.of(out -> requests.payment(out, buyer, "01ABCDEFGHJKMNPQRSTVWXYZ00"));
            parsed.assertLengthRight();
            assertThat(parsed.line()).isEqualTo("POST /v1/orders/01ABCDEFGHJKMNPQRSTVWXYZ00/payment HTTP/1.1");
            assertThat(parsed.field("authorization")).isEqualTo("Bearer the-token");
            assertThat(parsed.json()).isEqualTo(Map.of("reference", "receipt-" + buyer));
        }
    }

    @Test
    void looksAtTheStock() {
        Parsed concert = Parsed.of(out -> requests(false).stock(out, 0));
        assertThat(concert.line()).isEqualTo("GET /v1/sales/s1 HTTP/1.1");
        assertThat(concert.body()).isEmpty();
        Parsed train = Parsed.of(out -> requests(true).stock(out, TRAIN.of(2, 63)));
        assertThat(train.line()).isEqualTo("GET /v1/sales/s1?from=stop-03&to=stop-64 HTTP/1.1");
    }

    @Test
    void severalFollowEachOtherInOneBuffer() {
        Requests requests = requests(false);
        ByteBuffer out = ByteBuffer.allocate(LoadLimits.REQUEST_BYTES_MAX);
        requests.order(out, 12, 0);
        int first = out.position();
        requests.order(out, 12, 0);

        assertThat(out.position()).isEqualTo(2 * first);
    }
}
