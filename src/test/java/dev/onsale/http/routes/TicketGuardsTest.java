package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A GET that buys: what nobody meant buys nothing, nor does who is gone; and yes is said only of an order that is good for a ticket. */
class TicketGuardsTest {

    private static final String GET = "GET /buy/ticket HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /buy/ticket HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

    /** Where a test makes the one event loop stand still. */
    private final AtomicReference<CountDownLatch> standstill = new AtomicReference<>();

    private final CountDownLatch standing = new CountDownLatch(1);

    private final TestNode node = new TestNode(wishes -> {
        wishes.options = new ApiOptions(1, "rush", true, null);
        wishes.readiness = () -> {
            CountDownLatch until = standstill.get();
            if (until != null) {
                standing.countDown();
                await(until);
            }
            return null;
        };
    });

    @AfterEach
    void close() {
        node.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(TestNode.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String message(JsonNode json, int code) {
        assertThat(json.path("code").asInt()).as(json.toString()).isEqualTo(code);
        return json.path("msg").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Purpose | prefetch",
                "Sec-Purpose | prefetch;prerender",
                "Sec-Purpose | prefetch;anonymous-client-ip",
                "sec-purpose | Prefetch",
                "Purpose | prefetch",
                "X-Purpose | preview",
                "X-Moz | prefetch",
                "Sec-Fetch-Site | cross-site",
                "sec-fetch-site | Cross-Site",
            })
    void whatNobodyMeantBuysNothing(String name, String value) {
        node.with(SampleSale.concert("rush", 3));
        String word = name.equalsIgnoreCase("Sec-Fetch-Site") ? "请从本站购票" : "预取不购票";
        long before = node.memory.end();

        for (String method : new String[] {"GET", "POST"}) {
            assertThat(message(
                            node.ask(method, "/buy/ticket")
                                    .header(name, value)
                                    .answer()
                                    .ok(200),
                            -1))
                    .isEqualTo(word);
            assertThat(message(
                            node.ask(method, "/buy/ticket")
                                    .buyer("ann")
                                    .key("k")
                                    .header(name, value)
                                    .answer()
                                    .ok(200),
                            -1))
                    .isEqualTo(word);
        }
        assertThat(node.memory.end()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Fetch-Site | same-origin",
                "Sec-Fetch-Site | same-site",
                "Sec-Fetch-Site | none",
                "Sec-Fetch-Mode | navigate",
                "Purpose | shopping",
            })
    void whatSomebodyMeantBuys(String name, String value) {
        node.with(SampleSale.concert("rush", 3));

        message(node.get("/buy/ticket").header(name, value).answer().ok(200), 1);
    }

    @Test
    void whoIsGoneBeforeTheirTurnBuysNothing() throws Exception {
        node.with(SampleSale.concert("rush", 30));
        CountDownLatch goOn = new CountDownLatch(1);
        standstill.set(goOn);
        var ready = node.get("/readyz").later();
        await(standing);
        for (String request :
                new String[] {GET, GET + GET + GET, POST, GET.replace("\r\n\r\n", "\r\nOnsale-Buyer: ann\r\n\r\n")}) {
            try (Socket ended = node.socket();
                    Socket reset = node.socket()) {
                ended.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                reset.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                reset.setSoLinger(true, 0);
            }
        }
        standstill.set(null);
        long before = node.memory.end();
        goOn.countDown();
        ready.join();

        // The loop takes connections in the order in which they came, so this one's turn is last.
        JsonNode bought = node.get("/buy/ticket").answer().ok(200);

        assertThat(message(bought, 1)).isEqualTo("抢票成功");
        assertThat(node.memory.read(before, 100).events()).singleElement().satisfies(event -> assertThat(
                        ((Event.OfOrder) event).order().id().toString())
                .isEqualTo(bought.path("data").path("id").asText()));
    }

    @Test
    void aGuestWhoGoesWhileTheLedgerDecidesHoldsNothing() throws Exception {
        node.with(SampleSale.concert("rush", 1));
        node.ledger.hold();
        try (Socket socket = node.socket()) {
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            until(() -> node.ledger.waiting() == 1);
        }
        until(() -> node.registry.get("onsale.http.connections").gauge().value() == 0);
        node.ledger.release();

        until(() -> node.memory.read(1, 10).events().size() == 2);
        assertThat(node.memory.read(1, 10).events().getLast())
                .isInstanceOfSatisfying(
                        Event.OfOrder.class,
                        moved -> assertThat(moved.order().state()).isEqualTo(OrderState.RELEASED));
        message(node.get("/buy/ticket").answer().ok(200), 1);
    }

    private static void until(BooleanSupplier done) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestNode.SECONDS);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Test
    void yesIsSaidOnlyOfAnOrderThatIsGoodForATicket() {
        node.with(SampleSale.concert("rush", 1));
        String id = again(1).path("data").path("id").asText();
        again(1);
        pay(id);
        assertThat(again(1).path("data").path("state").asText()).isEqualTo("paid");
        node.ask("DELETE", "/v1/orders/" + id).operator().answer().ok(200);
        assertThat(message(again(-1), -1)).isEqualTo("订单已退款");
        assertThat(again(-1).path("data").isNull()).isTrue();
    }

    @Test
    void aReleasedOrderIsNoTicket() {
        node.with(SampleSale.concert("rush", 1));
        String id = again(1).path("data").path("id").asText();
        node.ask("DELETE", "/v1/orders/" + id).buyer("ann").answer().ok(200);
        assertThat(message(again(-1), -1)).isEqualTo("订单已取消");
    }

    @Test
    void anExpiredOrderIsNoTicket() {
        node.with(SampleSale.concert("rush", 1));
        again(1);
        node.now(SampleSale.OPENS_AT + 600_000);
        node.memory.submit(new Command.ExpireOrders(node.now(), 10), outcome -> {});
        assertThat(message(again(-1), -1)).isEqualTo("订单已过期");
    }

    @Test
    void anOrderThatIsDueARefundIsNoTicket() {
        node.with(SampleSale.concert("rush", 1).deduct(Deduct.PAYMENT));
        String id = again(1).path("data").path("id").asText();
        String other = node.get("/buy/ticket")
                .buyer("bob")
                .answer()
                .ok(200)
                .path("data")
                .path("id")
                .asText();
        pay(other);
        pay(id);
        assertThat(message(again(-1), -1)).isEqualTo("订单已退款");
    }

    private void pay(String id) {
        node.post("/v1/orders/" + id + "/payment", "{\"reference\":\"r-" + id + "\"}")
                .payments()
                .answer()
                .ok(200);
    }

    /** The same buyer with the same key. */
    private JsonNode again(int code) {
        JsonNode json = node.get("/buy/ticket").buyer("ann").key("k").answer().ok(200);
        message(json, code);
        return json;
    }
}
