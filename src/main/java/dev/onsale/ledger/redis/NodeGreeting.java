package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.function.Function;

/** How a node greets each server that may hold sales: it has to keep what a ledger promises, and to have the functions that this program can work with. */
record NodeGreeting(RedisSettings settings, FunctionLibrary library) implements RedisLink.Greeting {

    @Override
    public Future<Void> greet(RedisConnection connection, String place) {
        return ServerCheck.check(connection, place, settings).compose(ok -> library.install(connection, place));
    }

    @Override
    public Future<Optional<String>> look(Function<Request, Future<Response>> redis) {
        return library.look(redis);
    }
}
