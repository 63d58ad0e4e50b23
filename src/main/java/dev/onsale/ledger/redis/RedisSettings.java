package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import io.vertx.core.Future;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Which Redis, and what it has to promise.
 *
 * @param url {@code redis://[user:password@]host[:port]}; {@code redis-cluster://} with some nodes of a Redis Cluster, with commas between them;
 *     {@code redis-sentinel://} with some sentinels, and behind a slash the name of the primary. {@code rediss} instead of {@code redis}
 *     for TLS
 * @param fsync the weakest {@code appendfsync} that Redis may have
 * @param replicas how many replicas must have the events of a call before it is answered; 0 asks none
 */
public record RedisSettings(String url, Fsync fsync, int replicas) {

    /** How soon Redis puts what it has answered on its disk, and so what a crash of the primary can lose. */
    public enum Fsync {
        /** Before it answers. A crash loses nothing that was acknowledged. */
        ALWAYS,
        /** Every second. A crash of the machine loses up to two seconds of orders; a crash of Redis alone loses none. */
        EVERYSEC,
        /** When the operating system likes, or never. A crash may lose everything. */
        NO;

        /** As in {@code redis.conf}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws RedisLedgerException naming what is wrong with the url or the number of replicas */
    public RedisSettings {
        if (replicas < 0 || replicas > Limits.REDIS_REPLICAS_MAX) {
            throw new RedisLedgerException(
                    "The number of replicas must be 0 to " + Limits.REDIS_REPLICAS_MAX + ", not " + replicas + ".");
        }
        RedisAddress.parse(url);
    }

    /** A single primary that loses nothing, without replicas. */
    public static RedisSettings of(String url) {
        return new RedisSettings(url, Fsync.ALWAYS, 0);
    }

    RedisAddress address() {
        return RedisAddress.parse(url);
    }

    /** Where it is, without the password. */
    String place() {
        return address().place();
    }

    /** How to connect to one server. */
    RedisOptions options(String endpoint) {
        return optionsOfUrl(address().url(endpoint));
    }

    /** The same, with or without a password. */
    RedisOptions optionsOfUrl(String server) {
        return new RedisOptions()
                .setConnectionString(server)
                .setProtocolNegotiation(false) // RESP2 says all that is needed, and every server speaks it
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(
                        Limits.REDIS_CALLS_WAITING_MAX + 1) // the client drops the connection over one too many
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout(Limits.REDIS_CONNECT_MILLIS_MAX)
                        // A connection that is given up must not deliver, when the network is back, what was answered
                        // busy meanwhile.
                        .setSoLinger(0)
                        .setTcpKeepAlive(true));
    }

    /**
     * Says who this is, where the URL names a user: the client itself does so only when the server asks for a password, and would else have the rights of the
     * user {@code default}.
     */
    Future<Void> signIn(RedisConnection connection) {
        String userInfo = address().userInfo();
        int colon = userInfo.indexOf(':');
        if (colon < 1) {
            return Future.succeededFuture();
        }
        return connection
                .send(Request.cmd(Command.AUTH)
                        .arg(decoded(userInfo.substring(0, colon)))
                        .arg(decoded(userInfo.substring(colon + 1))))
                .mapEmpty();
    }

    /** Percent signs stand for what a URL cannot hold; a plus sign stands for itself. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
