package dev.onsale.lab.cluster;

import com.samskivert.mustache.Mustache;
import dev.onsale.config.ClusterLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the ledger's Redis servers and of their Sentinels: what {@code deploy/redis} recommends is what a cluster runs. Stateless.
 */
public final class RedisConfig {

    /** By which name Sentinel knows the primary. */
    public static final String PRIMARY = "onsale";

    private static final String TEMPLATES = "/deploy/";

    private RedisConfig() {}

    /**
     * A server, primary or replica.
     *
     * @param bind addresses to listen on, as Redis writes them
     * @param folder for its files, or null for the one that it is started in
     * @param primaryPort of the primary on this machine whose replica it is at first, or null
     * @param replicasMin how many replicas must be there, or it takes no writes
     */
    public static String server(
            String bind, int port, @Nullable Path folder, @Nullable Integer primaryPort, int replicasMin) {
        Map<String, Object> values = new HashMap<>();
        values.put("bind", bind);
        values.put("port", Integer.toString(port));
        values.put("folder", orFalse(folder));
        values.put("primaryPort", orFalse(primaryPort));
        values.put("replicasMin", Integer.toString(replicasMin));
        values.put("replicaLagSeconds", Integer.toString(ClusterLimits.REDIS_REPLICA_LAG_SECONDS_MAX));
        return fill("redis.conf.mustache", values);
    }

    /**
     * A Sentinel.
     *
     * @param bind address to listen on, or null for all
     * @param folder for its files, or null for the one that it is started in
     * @param quorum how many must agree that the primary is gone
     */
    public static String sentinel(
            @Nullable String bind, int port, @Nullable Path folder, String primaryHost, int primaryPort, int quorum) {
        Map<String, Object> values = new HashMap<>();
        values.put("bind", orFalse(bind));
        values.put("port", Integer.toString(port));
        values.put("folder", orFalse(folder));
        values.put("primaryHost", primaryHost);
        values.put("primaryPort", Integer.toString(primaryPort));
        values.put("quorum", Integer.toString(quorum));
        values.put("downAfterMillis", Integer.toString(ClusterLimits.SENTINEL_DOWN_AFTER_MILLIS));
        values.put("failoverMillis", Integer.toString(ClusterLimits.SENTINEL_FAILOVER_MILLIS));
        return fill("sentinel.conf.mustache", values);
    }

    /** A template leaves a section out where its value is false. */
    private static Object orFalse(@Nullable Object value) {
        return value == null ? false : value.toString();
    }

    private static String fill(String name, Map<String, Object> values) {
        InputStream in = RedisConfig.class.getResourceAsStream(TEMPLATES + name);
        if (in == null) {
            throw new IllegalStateException("the program lacks its file " + TEMPLATES + name);
        }
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return Mustache.compiler().escapeHTML(false).compile(reader).execute(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
