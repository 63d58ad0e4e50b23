package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the user of a connection may do what a ledger does. Redis tells it without doing anything ({@code ACL DRYRUN}); where it does not, since that is a right
 * as well, the functions find out what is missing before they write. Stateless, any thread.
 */
final class RightsCheck {

    /** One of each command that a ledger sends or its functions use, on keys of the kinds that it has. */
    private static final List<String> NEEDED = List.of(
            "FCALL onsale_version 0",
            "FCALL_RO onsale_version 0",
            "HSET {onsale-check}:sale f v",
            "HDEL {onsale-check}:sale f",
            "HMGET {onsale-check}:sale f",
            "ZADD {onsale-check}:deadlines 1 m",
            "ZREM {onsale-check}:deadlines m",
            "XADD {onsale-check}:events 1-0 f v",
            "XRANGE {onsale-check}:events - +",
            "UNLINK {onsale-check}:done",
            "SADD {onsale}:sales m",
            "SMEMBERS {onsale}:sales",
            "PUBLISH onsale:events m",
            "SUBSCRIBE onsale:events",
            "WAIT 0 1",
            "TIME");

    private RightsCheck() {}

    /** Fails with a {@link RedisLedgerException} that names the first right that is missing. */
    static Future<Void> check(RedisConnection connection, String place) {
        return connection
                .send(Request.cmd(Command.ACL).arg("WHOAMI"))
                .map(String::valueOf)
                .compose(user -> tryAll(connection, place, user, 0))
                .recover(e -> e instanceof RedisLedgerException
                        ? Future.failedFuture(e)
                        : Future.succeededFuture()); // it does not tell
    }

    private static Future<Void> tryAll(RedisConnection connection, String place, String user, int index) {
        if (index == NEEDED.size()) {
            return Future.succeededFuture();
        }
        Request request = Request.cmd(Command.ACL).arg("DRYRUN").arg(user);
        Arrays.stream(NEEDED.get(index).split(" ", -1)).forEach(request::arg);
        return connection.send(request).compose(answer -> {
            String said = String.valueOf(answer);
            return said.equals("OK")
                    ? tryAll(connection, place, user, index + 1)
                    : Future.failedFuture(new RedisLedgerException(
                            "Redis at " + place + " does not let the user " + user + " do what a ledger needs (" + said
                                    + "): give it the right to " + NEEDED.get(index) + "."));
        });
    }
}
