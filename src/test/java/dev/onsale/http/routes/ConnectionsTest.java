package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port takes so many connections and no more, on all its event loops together. */
class ConnectionsTest {

    private static final int CONNECTIONS_MAX = 5;
    private static final String GET = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

    private final TestNode node = new TestNode(wishes -> wishes.connectionsMax = CONNECTIONS_MAX);
    private final List<RawHttp> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawHttp connection : open) {
            connection.close();
        }
        node.close();
    }

    private RawHttp connect() throws IOException {
        RawHttp connection = new RawHttp(node);
        open.add(connection);
        return connection;
    }

    /** Whether it is answered; if not, the node has closed it. */
    private static boolean isAnswered(RawHttp connection) {
        try {
            connection.send(GET);
            return connection.read().status() == 200;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void oneTooManyIsClosedAsItComesAndTheOthersStay() throws IOException {
        List<RawHttp> some = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            RawHttp connection = connect();
            assertThat(isAnswered(connection)).isTrue();
            some.add(connection);
        }

        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            assertThat(isAnswered(connect())).isFalse();
        }

        assertThat(some).allMatch(ConnectionsTest::isAnswered);
    }

    @Test
    void whenOneIsClosedAnotherMayCome() throws Exception {
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            assertThat(isAnswered(connect())).isTrue();
        }
        assertThat(isAnswered(connect())).isFalse();

        open.getFirst().close();

        // The node hears of it when it hears of it.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestNode.SECONDS);
        while (!isAnswered(connect())) {
            assertThat(System.nanoTime()).as("no place became free").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
