package dev.onsale.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a local stock of its own, as each of the article's has. */
@Tag("servers")
class LocalStockTest {

    private static final int LOCAL_STOCK = 150;
    private static final int CONNECTIONS = 20;
    private static final int REQUESTS = 400;

    @TempDir
    private Path folder;

    @Test
    void aNodeSellsItsLocalStockAndNoMore() throws Exception {
        AtomicInteger bought = new AtomicInteger();
        AtomicInteger soldOut = new AtomicInteger();
        try (ServerProcess server = ServerProcess.serve(folder.resolve("data"), "--local-stock", "" + LOCAL_STOCK);
                Shop shop = new Shop(server.url())) {
            Crowd.run(CONNECTIONS, REQUESTS / CONNECTIONS, (buyer, round) -> {
                int code = shop.buyTicket().body().path("code").asInt();
                (code == 1 ? bought : soldOut).incrementAndGet();
            });
            assertThat(server.terminate()).isZero();
        }
        assertThat(bought).hasValue(LOCAL_STOCK);
        assertThat(soldOut).hasValue(REQUESTS - LOCAL_STOCK);
        assertThat(Journals.orders(folder.resolve("data"))).hasSize(LOCAL_STOCK);
    }
}
