package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code DELETE /v1/orders/{order}?state=…}: a release that refunds nothing, and a refund that releases nothing. */
class GivingBackTest {

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private String placed(String buyer) {
        return "/v1/orders/"
                + node.order(buyer, "k", 1).answer().ok(201).path("id").asText();
    }

    private TestNode.Asked pay(String path) {
        return node.post(path + "/payment", "{\"reference\":\"r\"}").operator();
    }

    private String state(String path) {
        return node.get(path).operator().answer().ok(200).path("state").asText();
    }

    @Test
    void aHeldOrderIsReleasedAndARepeatIsNoChange() {
        node.with(SampleSale.concert("c", 1));
        String path = placed("alice");

        node.refused(node.ask("DELETE", path + "?state=held").buyer("bob"), 403, "not_yours");
        node.refused(node.ask("DELETE", path + "?state=paid").buyer("alice"), 409, "already_held");
        node.refused(node.ask("DELETE", path + "?state=placed").buyer("alice"), 409, "already_held");
        node.refused(node.ask("DELETE", path + "?state=refund_due").operator(), 409, "already_held");
        for (int i = 0; i < 2; i++) {
            assertThat(node.ask("DELETE", path + "?state=held")
                            .buyer("alice")
                            .answer()
                            .ok(200)
                            .path("state")
                            .asText())
                    .isEqualTo("released");
        }
        node.refused(node.ask("DELETE", path + "?state=paid").operator(), 409, "already_released");
    }

    @Test
    void aPaidOrderIsNotRefundedByWhoMeansARelease() {
        node.with(SampleSale.concert("c", 1).buyerRefunds(true));
        String path = placed("alice");
        pay(path).answer().ok(200);

        node.refused(node.ask("DELETE", path + "?state=held").buyer("alice"), 409, "already_paid");
        node.refused(node.ask("DELETE", path + "?state=held").operator(), 409, "already_paid");
        node.refused(node.ask("DELETE", path + "?state=refund_due").operator(), 409, "already_paid");
        assertThat(state(path)).isEqualTo("paid");
        for (int i = 0; i < 2; i++) {
            assertThat(node.ask("DELETE", path + "?state=paid")
                            .buyer("alice")
                            .answer()
                            .ok(200)
                            .path("state")
                            .asText())
                    .isEqualTo("refunded");
        }
        node.refused(node.ask("DELETE", path + "?state=held").buyer("alice"), 409, "already_refunded");
    }

    @Test
    void aPlacedOrderIsNotHeld() {
        node.with(SampleSale.concert("c", 1).deduct(Deduct.PAYMENT));
        String path = placed("alice");

        node.refused(node.ask("DELETE", path + "?state=held").buyer("alice"), 409, "already_placed");
        assertThat(node.ask("DELETE", path + "?state=placed")
                        .buyer("alice")
                        .answer()
                        .ok(200)
                        .path("state")
                        .asText())
                .isEqualTo("released");
    }

    @Test
    void whatIsNoStateToBeGivenBackFromIsRefused() {
        node.with(SampleSale.concert("c", 1));
        String path = placed("alice");

        for (String state : List.of("released", "expired", "refunded", "HELD", "x")) {
            node.refused(node.ask("DELETE", path + "?state=" + state).buyer("alice"), 400, "bad_input", "state");
        }
        node.refused(
                node.ask("DELETE", "/v1/orders/03qcpc7p00eqd89grhc4mqp16w?state=held")
                        .buyer("alice"),
                404,
                "unknown_order");
        node.refused(node.ask("DELETE", path + "?state=held"), 401, "unauthenticated");
    }

    /** The order was held when it was looked at, and is paid before it can be released. */
    @Test
    void paidMeanwhileIsPaid() {
        node.with(SampleSale.concert("c", 1).buyerRefunds(true));
        String path = placed("alice");
        node.ledger.hold();
        CompletableFuture<Answer> release =
                node.ask("DELETE", path + "?state=held").buyer("alice").later();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestNode.SECONDS);
        while (node.ledger.waiting() == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
        OrderId order = OrderId.parse(path.substring("/v1/orders/".length())).orElseThrow();
        node.memory.submit(new Command.PayOrder(node.now(), order, "r"), outcome -> {});
        node.ledger.release();

        release.join().problem(409, "already_paid");
        assertThat(state(path)).isEqualTo("paid");
    }

    /** Whoever is first, nobody is refunded: the order is released and its late payment is due back, or it is paid and stays so. */
    @Test
    void releasesAndPaymentsAtOnceRefundNothing() {
        node.with(SampleSale.concert("c", 100).buyerRefunds(true));
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            paths.add(placed("alice-" + i));
        }
        List<CompletableFuture<Answer>> releases = new ArrayList<>();
        List<CompletableFuture<Answer>> payments = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            if (i % 2 == 0) {
                payments.add(pay(path).later());
            }
            releases.add(
                    node.ask("DELETE", path + "?state=held").buyer("alice-" + i).later());
            if (i % 2 != 0) {
                payments.add(pay(path).later());
            }
        }
        for (int i = 0; i < paths.size(); i++) {
            Answer release = releases.get(i).join();
            payments.get(i).join().ok(200);
            if (release.status() == 200) {
                assertThat(state(paths.get(i))).isEqualTo("refund_due");
            } else {
                release.problem(409, "already_paid");
                assertThat(state(paths.get(i))).isEqualTo("paid");
            }
        }
    }
}
