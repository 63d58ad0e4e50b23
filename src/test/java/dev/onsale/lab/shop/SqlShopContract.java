package dev.onsale.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** One transaction with a row lock: never twice, and what is not paid is lost. */
abstract class SqlShopContract extends ShopContract {

    @Override
    final int ordersFor(int tickets) {
        return tickets;
    }

    @Test
    void whatIsNotPaidIsNeverForSaleAgain() throws Exception {
        open("rush", 3);
        String first = order("rush", "a", "k").body().path("id").asText();
        order("rush", "b", "k");
        order("rush", "c", "k");
        assertThat(pay(first).status()).isEqualTo(200);

        assertThat(order("rush", "d", "k").problem()).isEqualTo("/problems/sold_out");
        JsonNode tier = tier("rush");
        assertThat(tier.path("paid").asInt()).isEqualTo(1);
        assertThat(tier.path("held").asInt()).isEqualTo(2);
        assertThat(tier.path("free").asInt()).isZero();
    }

    @Test
    void theSameKeyIsTheSameOrderWhileThereAreTickets() throws Exception {
        open("rush", 2);
        Answer once = order("rush", "a", "k");
        Answer again = order("rush", "a", "k");
        assertThat(again.body()).isEqualTo(once.body());
        assertThat(tier("rush").path("free").asInt()).isEqualTo(1);
    }

    @Test
    void anOrderIsOneWriteAndItsPaymentAnotherAndARefusalNone() throws Exception {
        open("rush", 1);
        long before = writes();
        String order = order("rush", "a", "k").body().path("id").asText();
        order("rush", "b", "k");
        tier("rush");
        assertThat(writes() - before).isEqualTo(1);
        pay(order);
        assertThat(pay("no-such-order").problem()).isEqualTo("/problems/unknown_order");
        assertThat(writes() - before).isEqualTo(2);
    }
}
