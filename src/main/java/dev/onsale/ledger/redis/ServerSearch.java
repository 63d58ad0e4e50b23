package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which server to connect to, each time anew. Sentinels and nodes of a cluster are asked one after the other, each on a connection of its own, until
 * one answers; the one that answered is asked first the next time. Owned by the event loop.
 */
final class ServerSearch {

    /** An answer, and who gave it. */
    record Answered(String endpoint, Response response) {}

    private final Vertx vertx;
    private final RedisSettings settings;
    private final RedisAddress address;
    private final ArrayDeque<String> endpoints;
    private @Nullable SentinelWatch watch;

    ServerSearch(Vertx vertx, RedisSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.address = settings.address();
        this.endpoints = new ArrayDeque<>(address.endpoints());
    }

    /** From now on nobody connects while a failover is under way, nor to whom the Sentinels have left. */
    void heed(SentinelWatch watched) {
        watch = watched;
    }

    /** How to connect to the primary, or on a cluster to any node of it. */
    Future<RedisOptions> options() {
        return switch (address.kind()) {
            case SINGLE ->
                Future.succeededFuture(settings.options(address.endpoints().getFirst()));
            case CLUSTER -> ask(Request.cmd(Command.PING)).map(answered -> settings.options(answered.endpoint()));
            case SENTINEL ->
                watch != null && watch.obstacle() != null
                        ? Future.failedFuture(new RedisLink.Lost(watch.obstacle()))
                        : ask(Request.cmd(Command.SENTINEL)
                                        .arg("GET-MASTER-ADDR-BY-NAME")
                                        .arg(address.primary()))
                                .compose(this::primaryOf);
        };
    }

    private Future<RedisOptions> primaryOf(Answered answered) {
        Response place = answered.response();
        if (place == null || place.size() != 2) {
            return Future.failedFuture(new RedisLedgerException("The sentinel at " + answered.endpoint()
                    + " watches no primary called " + address.primary() + ": name one that it does."));
        }
        String endpoint =
                RedisAddress.endpoint(place.get(0).toString(), place.get(1).toString());
        if (watch != null && watch.obstacle() != null) {
            return Future.failedFuture(new RedisLink.Lost(watch.obstacle())); // begun meanwhile
        }
        if (watch != null && watch.isLeft(endpoint)) {
            endpoints.addLast(endpoints.remove()); // another one may know more
            return Future.failedFuture(new RedisLink.Lost("the sentinel at " + answered.endpoint() + " still names "
                    + endpoint + ", which is the primary no more"));
        }
        return Future.succeededFuture(settings.options(endpoint));
    }

    /** There are these servers, too. */
    void learn(Collection<String> more) {
        for (String endpoint : more) {
            if (!endpoints.contains(endpoint)) {
                endpoints.addLast(endpoint);
            }
        }
    }

    /** Asks one server after the other until one answers. */
    Future<Answered> ask(Request request) {
        return ask(request, endpoints.size());
    }

    private Future<Answered> ask(Request request, int left) {
        String endpoint = endpoints.element();
        return askOne(address.url(endpoint), request)
                // Many sentinels have no password although their Redis has one.
                .recover(e -> !address.userInfo().isEmpty() && isAboutPassword(e)
                        ? askOne(address.openUrl(endpoint), request).recover(same -> Future.failedFuture(e))
                        : Future.failedFuture(e))
                .map(response -> new Answered(endpoint, response))
                .recover(e -> {
                    endpoints.addLast(endpoints.remove());
                    return left > 1 ? ask(request, left - 1) : Future.failedFuture(e);
                });
    }

    static boolean isAboutPassword(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("AUTH") || message.contains("WRONGPASS");
    }

    private Future<Response> askOne(String url, Request request) {
        Redis client = Redis.createClient(vertx, settings.optionsOfUrl(url));
        Promise<Response> answer = Promise.promise();
        long timer = vertx.setTimer(
                Limits.REDIS_CALL_MILLIS_MAX, id -> answer.tryFail(new RedisLink.Lost("no answer in time")));
        client.connect()
                .compose(connection -> connection.send(request))
                .onComplete(answer::tryComplete, answer::tryFail);
        return answer.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            client.close();
        });
    }
}
