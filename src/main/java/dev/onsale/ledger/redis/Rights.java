package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user of Redis has to be allowed to be a node's: no more than this. A command that is used anywhere in this package or in the functions stands here, or a
 * test with such a user fails.
 */
final class Rights {

    /** The pattern of all keys. */
    static final String KEYS = "{*}:*";

    /** Of the functions, on the keys of a sale. The caller needs each of them: a function may do what its caller may. */
    static final List<String> OF_FUNCTIONS = List.of(
            "exists",
            "get",
            "incr",
            "type",
            "unlink",
            "hget",
            "hmget",
            "hgetall",
            "hkeys",
            "hset",
            "hdel",
            "sismember",
            "scard",
            "sadd",
            "srem",
            "lindex",
            "llen",
            "rpush",
            "lpop",
            "zadd",
            "zrem",
            "zremrangebyrank",
            "zrange",
            "zrangebyscore",
            "zscore",
            "zcard",
            "xadd",
            "xlen",
            "xrange",
            "publish");

    /** Of the program itself, besides. */
    static final List<String> OF_PROGRAM = List.of(
            "fcall",
            "fcall_ro",
            "function|list",
            "function|load",
            "info",
            "time",
            "wait",
            "ping",
            "select",
            "config|get",
            "cluster|slots",
            "subscribe",
            "hscan",
            "hsetnx",
            "hexists",
            "sscan",
            "zscan",
            "zmscore",
            "xgroup|create",
            "xgroup|setid",
            "xtrim",
            "zremrangebyscore",
            "scan",
            "xrevrange");

    private Rights() {}

    /** The rule that makes such a user, without its name and its password. */
    static String rule() {
        List<String> words =
                new ArrayList<>(List.of("resetkeys", "~" + KEYS, "resetchannels", "&" + Calls.CHANNEL, "nocommands"));
        OF_FUNCTIONS.forEach(command -> words.add("+" + command));
        OF_PROGRAM.forEach(command -> words.add("+" + command));
        return String.join(" ", words);
    }

    /** Fails with a {@link RedisLedgerException} if the functions may not do what they do. */
    static Future<Void> check(RedisConnection connection, String place) {
        Request request = Request.cmd(Command.FCALL_RO).arg("onsale_rights").arg(0);
        OF_FUNCTIONS.forEach(request::arg);
        return connection.send(request).compose(missing -> {
            List<String> words = new ArrayList<>();
            for (Response word : missing) {
                words.add(
                        word.toString().equals("PUBLISH")
                                ? "PUBLISH on the channel " + Calls.CHANNEL
                                : word.toString());
            }
            return words.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new RedisLedgerException(
                            "Redis at " + place + " does not let this user do what a ledger does ("
                                    + String.join(", ", words) + "): give it the rights that deploy/README.md lists."));
        });
    }
}
