package dev.onsale.ledger.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a Redis can keep what a ledger promises. Stateless, any thread. */
final class ServerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

    /** Functions came with this version. */
    private static final int MAJOR_VERSION_MIN = 7;

    private ServerCheck() {}

    /** Fails with a {@link RedisLedgerException} if this server cannot be a ledger, and with another exception if it cannot be now. */
    static Future<Void> check(RedisConnection connection, String place, RedisSettings settings) {
        return connection
                .send(Request.cmd(Command.INFO))
                .compose(info -> checkInfo(fieldsOf(String.valueOf(info)), place, settings))
                .compose(ok -> ServerSettings.read(connection::send))
                .compose(read -> checkSettings(read, place, settings))
                .compose(ok -> RightsCheck.check(connection, place));
    }

    private static Future<Void> checkSettings(ServerSettings read, String place, RedisSettings settings) {
        if (read.isPartial()) {
            LOG.warn(
                    "Redis at {} does not show all its settings: see to it yourself that it has maxmemory-policy noeviction, appendonly yes,"
                            + " appendfsync {}, no-appendfsync-on-rewrite no and min-replicas-to-write {}.",
                    place,
                    settings.fsync().word(),
                    settings.replicas());
        }
        String weakness = read.weakness(place, settings);
        return weakness == null ? Future.succeededFuture() : refuse(weakness + ".");
    }

    /** The same, for somebody who only reads. */
    static Future<Void> checkReadable(RedisConnection connection, String place, RedisSettings settings) {
        return connection
                .send(Request.cmd(Command.INFO))
                .compose(info -> checkInfo(fieldsOf(String.valueOf(info)), place, settings));
    }

    private static Future<Void> checkInfo(Map<String, String> info, String place, RedisSettings settings) {
        String version = info.getOrDefault("redis_version", "unknown");
        int major = version.matches("\\d+\\..*") ? Integer.parseInt(version.substring(0, version.indexOf('.'))) : 0;
        if (major < MAJOR_VERSION_MIN) {
            return refuse("Redis at " + place + " has version " + version + ", and a ledger needs " + MAJOR_VERSION_MIN
                    + ".0 or newer: upgrade it.");
        }
        if ("1".equals(info.get("cluster_enabled")) && settings.address().kind() != RedisAddress.Kind.CLUSTER) {
            return refuse("Redis at " + place
                    + " is part of a Redis Cluster: name it as redis-cluster://host:port,host:port.");
        }
        if ("slave".equals(info.get("role"))) {
            return Future.failedFuture(
                    new RedisLink.Lost("Redis at " + place + " is a replica, and a ledger needs the primary"));
        }
        return Future.succeededFuture();
    }

    /** The fields of an answer of {@code INFO}. */
    static Map<String, String> fieldsOf(String info) {
        Map<String, String> fields = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    private static Future<Void> refuse(String sentence) {
        return Future.failedFuture(new RedisLedgerException(sentence));
    }
}
