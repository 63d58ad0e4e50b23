package dev.onsale.lab.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.ledger.redis.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's script: one too many, and nothing is remembered. */
@Tag("servers")
class ScriptShopTest extends ShopContract {

    @TempDir
    private Path folder;

    private RedisServer redis;

    @Override
    ShopServer start() throws Exception {
        redis = RedisServer.start(folder);
        return ShopServer.script(0, EVENT_LOOPS, TOKEN, redis.url());
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    @Override
    int ordersFor(int tickets) {
        return tickets + 1;
    }

    @Test
    void itGivesOutOneTicketTooMany() throws Exception {
        open("rush", 2);
        long before = writes();
        assertThat(order("rush", "a", "k").status()).isEqualTo(201);
        assertThat(order("rush", "b", "k").status()).isEqualTo(201);
        assertThat(order("rush", "c", "k").status()).isEqualTo(201);
        assertThat(order("rush", "d", "k").problem()).isEqualTo("/problems/sold_out");
        assertThat(tier("rush").path("paid").asInt()).isEqualTo(3);
        assertThat(writes() - before).isEqualTo(3);
    }

    @Test
    void theSameRequestTwiceTakesTwoTickets() throws Exception {
        open("rush", 5);
        order("rush", "a", "k");
        order("rush", "a", "k");
        assertThat(tier("rush").path("free").asInt()).isEqualTo(3);
    }

    @Test
    void anyPaymentIsSaidYesTo() throws Exception {
        open("rush", 1);
        assertThat(pay("nobody-ordered-this").status()).isEqualTo(200);
    }
}
