package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server says of itself when it is looked at, and what comes of that; no server is there. */
@Tag("servers")
class ServerWatchTest {

    private final List<String> renewed = new ArrayList<>();
    private String role = "master";
    private Future<Optional<String>> changed = Future.succeededFuture(Optional.empty());
    private int looks;

    private final ServerWatch watch =
            new ServerWatch(this::answer, RedisSettings.of("redis://127.0.0.1:1"), redis -> changed, renewed::add);

    /** Settings are hidden; functions run. */
    private Future<Response> answer(Request request) {
        if (request.command().equals(Command.CONFIG)) {
            return Future.failedFuture(new IllegalStateException("NOPERM no permission"));
        }
        if (request.command().equals(Command.INFO)) {
            looks++;
        }
        return Future.succeededFuture(BulkType.create(Buffer.buffer("role:" + role + "\r\n"), false));
    }

    private void look() {
        int before = looks;
        Desk.await("it has looked", () -> {
            watch.tick();
            return looks > before;
        });
    }

    @Test
    void whatIsRightStays() {
        watch.connected("here");
        look();
        look();
        assertThat(watch.weakness()).isNull();
        assertThat(renewed).isEmpty();
    }

    /** Also when nothing is written, so that no answer says so. */
    @Test
    void aReplicaIsLeft() {
        watch.connected("here");
        role = "slave";
        look();
        assertThat(renewed).containsExactly("it is a replica now");
    }

    @Test
    void functionsThatCannotBeLookedAtStopTheSelling() {
        watch.connected("here");
        changed = Future.failedFuture(new IllegalStateException("NOPERM no permission to look"));
        look();
        assertThat(watch.weakness())
                .isEqualTo("Redis at here does not run the functions of this program (NOPERM no permission to look)");
        changed = Future.failedFuture(new RedisLink.Lost("the connection was closed"));
        look();
        assertThat(watch.weakness()).as("the connection says that itself").isNull();
        assertThat(renewed).isEmpty();
    }
}
