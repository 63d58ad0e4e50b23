package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.sale.SampleSale;
import dev.onsale.sale.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health, figures, faults, and a port that is taken. */
class OpsPagesTest {

    private volatile String obstacle;
    private volatile List<String> notes = List.of();
    private final TestNode node = new TestNode(wishes -> wishes.readiness = new Readiness() {
        @Override
        public @Nullable String obstacle() {
            return obstacle;
        }

        @Override
        public List<String> notes() {
            return notes;
        }
    });

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aNodeLivesBeforeItIsReady() {
        obstacle = "The journal is being read.";
        assertThat(node.get("/livez").answer().status()).isEqualTo(200);
        assertThat(node.get("/readyz")
                        .answer()
                        .problem(503, "unavailable")
                        .path("detail")
                        .asText())
                .isEqualTo("The journal is being read.");

        obstacle = null;

        Answer ready = node.get("/readyz").answer();
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("ready\n");
        assertThat(ready.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aNodeThatSellsSaysWhatSomebodyShouldSeeTo() {
        notes = List.of("The wall clock is 5.0 s ahead.", "The disk is nearly full.");
        Answer ready = node.get("/readyz").answer();
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("ready\nThe wall clock is 5.0 s ahead.\nThe disk is nearly full.\n");
    }

    @Test
    void figuresTellRequestsApart() {
        node.with(SampleSale.concert("c", 2));
        node.order("alice", "k", 2).answer().ok(201);
        node.order("alice", "k", 2).answer().ok(201);
        node.order("bob", "k", 1).answer().problem(409, "sold_out");
        node.get("/nothing").answer();

        String figures = node.get("/metrics").answer().body();

        assertThat(figures)
                .contains("onsale_http_requests_total{outcome=\"ok\",route=\"place_order\"} 1.0")
                .contains("onsale_http_requests_total{outcome=\"replayed\",route=\"place_order\"} 1.0")
                .contains("onsale_http_requests_total{outcome=\"sold_out\",route=\"place_order\"} 1.0")
                .contains("onsale_http_requests_total{outcome=\"unknown_path\",route=\"other\"} 1.0")
                .contains("onsale_http_request_seconds_count{route=\"place_order\"} 3")
                .contains("onsale_http_request_seconds_bucket{route=\"place_order\",le=\"0.001\"}")
                .contains("onsale_stock_seat_legs{sale=\"c\",state=\"free\",tier=\"floor\"} 0.0")
                .contains("onsale_stock_seat_legs{sale=\"c\",state=\"held\",tier=\"floor\"} 2.0")
                .contains("onsale_stock_seat_legs{sale=\"c\",state=\"paid\",tier=\"floor\"} 0.0")
                .contains("onsale_sales 1.0")
                .contains("onsale_http_connections ");
    }

    @Test
    void stockOfATrainAddsUpOverItsLegs() {
        node.with(SampleSale.train("t", 3, 10));
        String id = node.post("/v1/sales/t/orders", "{\"tier\":\"second\",\"quantity\":2,\"from\":\"B\"}")
                .buyer("alice")
                .key("k")
                .answer()
                .ok(201)
                .path("id")
                .asText();
        node.post("/v1/orders/" + id + "/payment", "{\"reference\":\"r\"}")
                .payments()
                .answer()
                .ok(200);

        assertThat(node.get("/metrics").answer().body())
                .contains("onsale_stock_seat_legs{sale=\"t\",state=\"free\",tier=\"second\"} 26.0")
                .contains("onsale_stock_seat_legs{sale=\"t\",state=\"held\",tier=\"second\"} 0.0")
                .contains("onsale_stock_seat_legs{sale=\"t\",state=\"paid\",tier=\"second\"} 4.0");
    }

    @Test
    void figuresAreGatheredOnceAtATime() throws Exception {
        CountDownLatch gathering = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Gauge.builder("onsale.test.slow", () -> {
                    gathering.countDown();
                    try {
                        return goesOn.await(TestNode.SECONDS, TimeUnit.SECONDS) ? 1 : 0;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .register(node.registry);
        CompletableFuture<Answer> first = node.get("/metrics").later();
        try {
            assertThat(gathering.await(TestNode.SECONDS, TimeUnit.SECONDS)).isTrue();
            node.get("/metrics").answer().problem(503, "busy");
        } finally {
            goesOn.countDown();
        }

        assertThat(first.get(TestNode.SECONDS, TimeUnit.SECONDS).body()).contains("onsale_test_slow 1.0");
        assertThat(node.get("/metrics").answer().status()).isEqualTo(200);
    }

    @Test
    void ofManySalesSomeAreShownThoseThatAreOpenFirst() {
        for (int i = 0; i < Limits.METRICS_SALES_MAX + 20; i++) {
            boolean open = i >= Limits.METRICS_SALES_MAX;
            node.with(SampleSale.concert("c" + (1000 + i), 1).opensAt(SampleSale.OPENS_AT + (open ? 0 : 1)));
        }

        String figures = node.get("/metrics").answer().body();

        assertThat(figures)
                .contains("onsale_sales 120.0")
                .contains("onsale_sales_shown 100.0")
                .contains("sale=\"c1119\"")
                .contains("sale=\"c1000\"")
                .doesNotContain("sale=\"c1080\"");
        assertThat(figures.lines().filter(line -> line.startsWith("onsale_stock_seat_legs{")))
                .hasSize(300);
    }

    @Test
    void aBugIsAnswered500OnceWithItsName() {
        node.with(SampleSale.concert("c", 2).status(Status.ACTIVE)).with(SampleSale.concert("rush", 2));
        node.ledger.broken(true);

        String first = node.order("alice", "k", 1)
                .answer()
                .problem(500, "internal")
                .path("instance")
                .asText();
        String second = node.get("/buy/ticket")
                .answer()
                .problem(500, "internal")
                .path("instance")
                .asText();
        Answer third = node.ask("PATCH", "/v1/sales/c")
                .json("{\"status\":\"paused\"}")
                .operator()
                .answer();

        assertThat(first).matches("urn:uuid:[0-9a-f-]{36}").isNotEqualTo(second);
        assertThat(third.problem(500, "internal").toString()).doesNotContain("test has put", "Exception");
        node.ledger.broken(false);
        node.order("alice", "k", 1).answer().ok(201);
    }

    @Test
    void aPortThatIsTakenIsSaidInASentence() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Api api = new Api(
                    vertx,
                    node.ledger,
                    new dev.onsale.gate.Gate(node.ledger),
                    query -> {
                        throw new AssertionError("not asked");
                    },
                    Buyers.trusting(TestNode.ROLES),
                    java.time.InstantSource.system(),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                    () -> null,
                    ApiOptions.defaults());

            var failed = api.listen(taken.getLocalPort(), "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture();

            org.assertj.core.api.Assertions.assertThatThrownBy(() -> failed.get(TestNode.SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("Nothing can listen at 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("Take another port");
            TestNode.await(api.close());
        } finally {
            TestNode.await(vertx.close());
        }
    }

    @Test
    void twoInterfacesOfOneProcessDoNotShareAPort() {
        try (TestNode other = new TestNode()) {
            assertThat(other.port()).isNotEqualTo(node.port());
        }
    }
}
