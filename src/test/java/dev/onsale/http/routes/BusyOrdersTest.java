package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.http.routes.TestNode.Answer;
import dev.onsale.sale.SampleSale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders over HTTP that the ledger cannot answer now, or whose sale it does not show. */
class BusyOrdersTest {

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private String place() {
        return "/v1/orders/"
                + node.order("alice", "k", 1).answer().ok(201).path("id").asText();
    }

    private Answer pay(String path, String reference) {
        return node.post(path + "/payment", "{\"reference\":\"" + reference + "\"}")
                .payments()
                .answer();
    }

    @Test
    void aBusyLedgerSaysWhenToComeBack() {
        node.with(SampleSale.concert("c", 10));
        String path = place();
        node.ledger.busy(true);

        for (Answer answer : new Answer[] {
            node.order("bob", "k", 1).answer(),
            pay(path, "r"),
            node.ask("DELETE", path).buyer("alice").answer()
        }) {
            // An earlier one without an answer may have been done: whoever was told of both must not take this for the
            // end.
            assertThat(answer.problem(503, "busy").path("detail").asText())
                    .contains("this request did nothing", "an earlier one");
            assertThat(answer.header("Retry-After")).isEqualTo("7");
        }
        Answer read = node.get(path).buyer("alice").answer();
        read.problem(503, "busy");
        assertThat(read.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void whatNobodyKnowsIsToldByAskingAgain() {
        node.with(SampleSale.concert("c", 10));
        node.ledger.losesAnswers(true);
        node.order("alice", "k", 1).answer().problem(504, "unknown_outcome");
        node.ledger.losesAnswers(false);
        String path = place();
        node.ledger.losesAnswers(true);
        pay(path, "r").problem(504, "unknown_outcome");
        node.ask("DELETE", path).buyer("alice").answer().problem(504, "unknown_outcome");
        node.ledger.losesAnswers(false);

        Answer again = node.order("alice", "k", 1).answer();
        again.ok(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(pay(path, "r").ok(200).path("state").asText()).isEqualTo("paid");
    }

    @Test
    void aSaleThatTheLedgerDoesNotShowYetIsAskedAgain() {
        node.with(SampleSale.concert("c", 10));
        node.ledger.hidesSales(true);
        node.order("alice", "k", 1).answer().problem(504, "unknown_outcome");
        node.ledger.hidesSales(false);

        Answer again = node.order("alice", "k", 1).answer();

        again.ok(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aSaleThatTheLedgerDoesNotShowAnyMoreIsShownForTheAnswer() {
        node.with(SampleSale.concert("c", 10));
        node.ledger.forgetsSales();

        node.order("alice", "k", 1).answer().ok(201);
    }
}
