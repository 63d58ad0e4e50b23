package dev.onsale.lab.shop;

import dev.onsale.config.CompareLimits;
import dev.onsale.config.Limits;
import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
import dev.onsale.json.OrderRequest;
import dev.onsale.sale.Sale;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The article's way without its order part: each request takes a ticket off a count in memory, and if that had one, off the shared count
 * in Redis by a script. Two counts are all there is. No order is kept, so nothing expires, a payment can only be said yes to, and a
 * request that comes twice takes two tickets.
 */
final class ScriptShop implements Shop {

    private static final String SCRIPT = "/compare/spike.lua";

    /** Of the tickets, how many more the memory may give out than there are: the article's buffer, so that Redis has the last word. */
    private static final double LOCAL_BUFFER_SHARE = 0.5;

    /** Commands of the script and of opening a sale that change something. */
    private static final Pattern WRITES = Pattern.compile("cmdstat_(?:hincrby|hset):calls=(\\d+)");

    private static final class Count {
        private final String tier;
        private final int capacity;
        private final long localMax;
        private final AtomicLong local = new AtomicLong();

        Count(String tier, int capacity) {
            this.tier = tier;
            this.capacity = capacity;
            this.localMax = Math.round(capacity * (1 + LOCAL_BUFFER_SHARE));
        }
    }

    private final Redis redis;
    private final String script;
    private final ConcurrentMap<String, Count> counts = new ConcurrentHashMap<>();

    private ScriptShop(Redis redis, String script) {
        this.redis = redis;
        this.script = script;
    }

    /** Hands Redis the script; fails if it cannot be reached. */
    static Future<ScriptShop> connect(Vertx vertx, String url) {
        Redis redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(url)
                        .setMaxPoolSize(CompareLimits.SHOP_DATABASE_CONNECTIONS_MAX)
                        .setMaxPoolWaiting(Limits.HTTP_CONNECTIONS_MAX));
        return redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(text()))
                .map(digest -> new ScriptShop(redis, String.valueOf(digest)))
                .onFailure(why -> redis.close());
    }

    private static String text() {
        try (InputStream file = ScriptShop.class.getResourceAsStream(SCRIPT)) {
            if (file == null) {
                throw new IllegalStateException(SCRIPT + " is missing from the program");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(SCRIPT + " cannot be read from the program", e);
        }
    }

    private static long number(@Nullable Response answer) {
        Long number = answer == null ? null : answer.toLong();
        if (number == null) {
            throw new IllegalStateException("Redis has lost the sale");
        }
        return number;
    }

    private static String key(String sale) {
        return "compare:" + sale;
    }

    @Override
    public Future<Said> open(Sale sale) {
        String tier = sale.tiers().getFirst().id();
        int capacity = sale.tiers().getFirst().capacity();
        return redis.send(Request.cmd(Command.HSET)
                        .arg(key(sale.id()))
                        .arg("total")
                        .arg(capacity)
                        .arg("sold")
                        .arg(0))
                .map(answer -> {
                    counts.put(sale.id(), new Count(tier, capacity));
                    return new Said.Stock(sale.id(), tier, capacity, capacity, 0, 0);
                });
    }

    @Override
    public Future<Said> place(String sale, String buyer, String key, OrderRequest wanted) {
        Count count = counts.get(sale);
        if (count == null) {
            return said(ProblemType.UNKNOWN_SALE);
        }
        if (wanted.quantity() != 1) {
            return Future.succeededFuture(
                    new Said.No(Problem.badInput("quantity", "must be 1: the script takes one ticket at a time")));
        }
        if (count.local.incrementAndGet() > count.localMax) {
            return said(ProblemType.SOLD_OUT);
        }
        return redis.send(Request.cmd(Command.EVALSHA).arg(script).arg(1).arg(key(sale)))
                .map(ScriptShop::number)
                .map(ticket -> ticket == 0
                        ? new Said.No(Problem.of(ProblemType.SOLD_OUT))
                        : new Said.Order(sale + "-" + ticket, Said.State.HELD));
    }

    private static Future<Said> said(ProblemType type) {
        return Future.succeededFuture(new Said.No(Problem.of(type)));
    }

    /** Nobody knows of the order, so nobody can say no. */
    @Override
    public Future<Said> pay(String order, String reference) {
        return Future.succeededFuture(new Said.Order(order, Said.State.PAID));
    }

    @Override
    public Future<Said> look(String sale) {
        Count count = counts.get(sale);
        if (count == null) {
            return said(ProblemType.UNKNOWN_SALE);
        }
        return redis.send(Request.cmd(Command.HGET).arg(key(sale)).arg("sold"))
                .map(ScriptShop::number)
                // What was given out is gone: there is no order that could be held.
                .map(sold -> new Said.Stock(
                        sale,
                        count.tier,
                        count.capacity,
                        (int) Math.max(0, count.capacity - sold),
                        0,
                        Math.toIntExact(sold)));
    }

    @Override
    public Future<Long> writes() {
        return redis.send(Request.cmd(Command.INFO).arg("commandstats")).map(answer -> {
            long sum = 0;
            Matcher matcher = WRITES.matcher(answer.toString());
            while (matcher.find()) {
                sum += Long.parseLong(matcher.group(1));
            }
            return sum;
        });
    }

    @Override
    public void close() {
        redis.close();
    }
}
