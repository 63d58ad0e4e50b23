package dev.onsale.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the nemesis test takes for a contradiction, and what not. */
class WishTest {

    private static final JsonNode HELD = order("x", "held", "84", false);
    private static final JsonNode EXPIRED = order("x", "expired", "84", false);
    private static final JsonNode PAID = order("x", "paid", "84", false);
    private static final JsonNode RECOVERED = order("x", "paid", "2", true);

    private final Wish wish = new Wish("b4-145", "k");

    private static JsonNode order(String id, String state, String seat, boolean recovered) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("id", id).put("state", state).put("recovered", recovered);
        order.putArray("seats").add(seat);
        return order;
    }

    @BeforeEach
    void theOrderIsTold() {
        assertThat(wish.tell(HELD)).isEmpty();
    }

    @Test
    void theSameOrderMayEndInAnyState() {
        assertThat(wish.tell(HELD)).isEmpty();
        assertThat(wish.tell(EXPIRED)).isEmpty();
        assertThat(wish.tell(order("x", "released", "84", false))).isEmpty();
    }

    @Test
    void anotherOrderIsAContradiction() {
        assertThat(wish.tell(order("y", "held", "84", false))).contains("x with seats [\"84\"]", "then y");
    }

    @Test
    void otherSeatsAreAContradiction() {
        assertThat(wish.tell(order("x", "held", "2", false))).contains("[\"84\"]", "[\"2\"]");
        wish.paymentAsked();
        assertThat(wish.tell(order("x", "held", "2", false)))
                .as("and still, when it is being paid")
                .isNotEmpty();
        assertThat(wish.tell(order("x", "paid", "2", false))).as("paid in time").isNotEmpty();
        assertThat(wish.tell(order("x", "refund_due", "2", true)))
                .as("not paid")
                .isNotEmpty();
        assertThat(wish.seats()).isEqualTo("[\"84\"]");
    }

    @Test
    void aLatePaymentMayTakeOtherSeatsAndTheseAreTold() {
        wish.paymentAsked();
        assertThat(wish.tellPayment(RECOVERED)).isEmpty();
        assertThat(wish.seats()).isEqualTo("[\"2\"]");
        assertThat(wish.tell(RECOVERED)).isEmpty();
        assertThat(wish.tell(HELD)).as("the seats of before").isNotEmpty();
        assertThat(wish.tell(order("x", "paid", "3", true)))
                .as("seats of nobody")
                .isNotEmpty();
    }

    @Test
    void aLatePaymentMayTakeTheSameSeats() {
        wish.paymentAsked();
        assertThat(wish.tellPayment(order("x", "paid", "84", true))).isEmpty();
        assertThat(wish.tell(PAID)).as("recovered, and then not").isNotEmpty();
    }

    @Test
    void whereTheAnswerToTheLatePaymentWasLostAnyAnswerMayTellOfIt() {
        wish.paymentAsked();
        assertThat(wish.tell(RECOVERED)).isEmpty();
        assertThat(wish.tellPayment(RECOVERED)).isEmpty();
        assertThat(wish.tellPayment(order("x", "paid", "3", true))).isNotEmpty();
    }

    @Test
    void nobodyRecoversWithoutAPayment() {
        assertThat(wish.tell(RECOVERED)).isNotEmpty();
        assertThat(new Wish("b4-146", "k").tell(RECOVERED)).isNotEmpty();
    }

    @Test
    void whatWasPaidInTimeIsNotRecoveredLater() {
        wish.paymentAsked();
        assertThat(wish.tellPayment(PAID)).isEmpty();
        assertThat(wish.tell(RECOVERED)).isNotEmpty();
    }

    @Test
    void aRefundThatIsDueRecoversNoMore() {
        wish.paymentAsked();
        assertThat(wish.tellPayment(order("x", "refund_due", "84", false))).isEmpty();
        assertThat(wish.tell(RECOVERED)).isNotEmpty();
    }

    @Test
    void theHistoryKeepsItsLastLines() {
        for (int i = 0; i < 1_000; i++) {
            wish.note("line " + i);
        }
        assertThat(wish.history())
                .contains("(940 lines before)", "line 940\n", "line 999")
                .doesNotContain("line 939\n");
    }
}
