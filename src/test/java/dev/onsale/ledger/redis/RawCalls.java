package dev.onsale.ledger.redis;

import dev.onsale.config.RoomLimits;
import dev.onsale.sale.Sale;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls of the functions one by one, without a ledger in between. One thread. */
final class RawCalls implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;
    private static final CallTerms AT_ITS_TIME =
            new CallTerms(false, true, new FrequentBuyers(RoomLimits.ORDERS_OF_BUYER_MAX, new Random(1)));

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;

    RawCalls(String url) {
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(url));
    }

    /** The answer, or the error that Redis says. */
    record Said(@Nullable Response answer, @Nullable String error) {

        Response ok() {
            if (error != null || answer == null) {
                throw new AssertionError(error);
            }
            return answer;
        }
    }

    Said say(Request request) throws Exception {
        try {
            return new Said(
                    redis.send(request)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS),
                    null);
        } catch (ExecutionException e) {
            return new Said(null, String.valueOf(e.getCause().getMessage()));
        }
    }

    /** A command of Redis in words without blanks; it must be carried out. */
    @Nullable
    Response tell(String words) throws Exception {
        String[] all = words.split(" ");
        Request request = Request.cmd(Command.create(all[0]));
        Arrays.stream(all).skip(1).forEach(request::arg);
        Said said = say(request);
        if (said.error() != null) {
            throw new AssertionError(words + ": " + said.error());
        }
        return said.answer();
    }

    /** One call of {@code onsale_ask}. */
    Said ask(Sale sale, Question... questions) throws Exception {
        return say(new AskCall(sale.id(), sale, List.of(questions), AT_ITS_TIME).request(false));
    }

    /** The word of the answer to an order that is asked as programs of version 4 do, with how many one buyer may make. */
    String askAsBefore(Sale sale, dev.onsale.ledger.Command.PlaceOrder place) throws Exception {
        Request request = Calls.function("onsale_ask", sale.id())
                .arg("fixed")
                .arg("room")
                .arg(10_000)
                .arg("place")
                .arg(place.order().toString())
                .arg(OrderRecords.keyField(place.buyer(), place.key()))
                .arg(OrderRecords.form(
                        place.now(),
                        sale.wholeWay(),
                        place.quantity(),
                        place.tier(),
                        sale.tiers().getFirst().fare(sale.wholeWay())));
        return say(request).ok().get(3).toString();
    }

    /** The keys of a sale that hold something else now. */
    Set<String> changedSince(Map<String, String> before, String sale) throws Exception {
        Map<String, String> now = all(sale);
        Set<String> changed = new TreeSet<>(now.keySet());
        changed.addAll(before.keySet());
        changed.removeIf(key -> Objects.equals(before.get(key), now.get(key)));
        return changed;
    }

    /** All keys of a sale and what they hold, as Redis itself writes it down. */
    Map<String, String> all(String sale) throws Exception {
        Map<String, String> all = new TreeMap<>();
        Response keys = tell("KEYS {" + sale + "}:*");
        if (keys != null) {
            for (Response key : keys) {
                Response dump =
                        say(Request.cmd(Command.DUMP).arg(key.toString())).ok();
                all.put(key.toString(), Arrays.toString(dump.toBytes()));
            }
        }
        return all;
    }

    @Override
    public void close() {
        redis.close();
        vertx.close();
    }
}
