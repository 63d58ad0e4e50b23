package dev.onsale.ledger.redis;

import dev.onsale.config.BookLimits;
import dev.onsale.events.EventLogException;
import dev.onsale.events.StoredState;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code redis/head.lua} lays down of a sale, read key by key. Any thread; blocks.
 *
 * @param redis makes some calls one behind the other, and answers in their order
 */
record RedisSaleState(String sale, Function<List<Request>, List<Response>> redis) implements StoredState {

    /** Of a scan that is to begin, or is done. */
    private static final String NO_CURSOR = "0";

    @Override
    public void orders(Consumer<Order> visitor) {
        scan(cursor -> Calls.scanHash(sale, "orders", cursor), (field, value) -> visitor.accept(order(field, value)));
    }

    @Override
    public void read(Part part, BiConsumer<String, String> visitor) {
        String what = keyOf(part);
        scan(
                cursor -> isSet(part) ? Calls.scanSet(sale, what, cursor) : Calls.scanHash(sale, what, cursor),
                (field, value) -> visitor.accept(text(part, field), valueOf(part, value)));
    }

    private void scan(Function<String, Request> call, BiConsumer<Response, Response> visitor) {
        String cursor = NO_CURSOR;
        do {
            Response page = redis.apply(List.of(call.apply(cursor))).getFirst();
            cursor = page.get(0).toString();
            Response pairs = page.get(1);
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                visitor.accept(pairs.get(i), pairs.get(i + 1));
            }
        } while (!cursor.equals(NO_CURSOR));
    }

    /** {@inheritDoc} The position is asked for before and behind: where it is the same, nothing has moved in between. */
    @Override
    public Moment look(List<OrderId> orders, List<Ask> asks) {
        List<Request> requests = new ArrayList<>();
        requests.add(Calls.position(sale));
        requests.add(Calls.fields(sale, "orders", orders.isEmpty() ? bytes(List.of("")) : bytes(texts(orders))));
        for (Ask ask : asks) {
            List<byte[]> fields =
                    ask.fields().stream().map(field -> bytes(ask.part(), field)).toList();
            requests.add(
                    isSet(ask.part())
                            ? Calls.scores(sale, keyOf(ask.part()), fields)
                            : Calls.fields(sale, keyOf(ask.part()), fields));
        }
        requests.add(Calls.position(sale));
        for (int look = 0; look < BookLimits.AUDIT_LOOKS_MAX; look++) {
            List<Response> answers = redis.apply(requests);
            @Nullable Response before = answers.getFirst();
            @Nullable Response behind = answers.getLast();
            if (before == null && behind == null) {
                // The hash is gone that says what the sale is; whoever looks sees that by its fields.
                Response last = redis.apply(List.of(Calls.lastEntry(sale))).getFirst();
                return moment(StreamEntry.lastPosition(last), orders, asks, answers);
            }
            if (before != null && behind != null && before.toString().equals(behind.toString())) {
                return moment(Calls.number(before), orders, asks, answers);
            }
        }
        throw new EventLogException(
                "Sale " + sale + " does not stand still for the moment of a look. Run the audit again.");
    }

    private Moment moment(long position, List<OrderId> ids, List<Ask> asks, List<Response> answers) {
        Map<OrderId, Order> orders = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            @Nullable Response record = answers.get(1).get(i);
            if (record != null) {
                orders.put(ids.get(i), order(ids.get(i), record));
            }
        }
        Map<Part, Map<String, String>> values = new HashMap<>();
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            Map<String, String> found = values.computeIfAbsent(ask.part(), part -> new HashMap<>());
            for (int f = 0; f < ask.fields().size(); f++) {
                @Nullable Response value = answers.get(i + 2).get(f);
                if (value != null) {
                    found.put(ask.fields().get(f), valueOf(ask.part(), value));
                }
            }
        }
        return new Moment(position, orders, values);
    }

    private Order order(Response id, Response record) {
        return order(
                OrderId.parse(id.toString())
                        .orElseThrow(() -> new EventLogException(
                                "{" + sale + "}:orders has a field \"" + id + "\", which is no order's id.")),
                record);
    }

    private Order order(OrderId id, Response record) {
        try {
            Event.OfOrder event = OrderRecords.read(sale, id, record.toBytes());
            return event.order();
        } catch (RedisLedgerException e) {
            throw new EventLogException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isSet(Part part) {
        return switch (part.kind()) {
            case DEADLINES, RUN -> true;
            case SALE, KEYS, BUYERS, MADE, TIER, SEATS -> false;
        };
    }

    private static String keyOf(Part part) {
        return switch (part.kind()) {
            case SALE -> "sale";
            case KEYS -> "keys";
            case BUYERS -> "buyers";
            case MADE -> "made";
            case DEADLINES -> "deadlines";
            case TIER -> "tier:" + part.tier();
            case RUN -> "run:" + part.tier() + ":" + part.from() + "-" + part.to();
            case SEATS -> "seats:" + part.tier();
        };
    }

    private static String text(Part part, Response field) {
        String text = Wtf8.decode(field.toBytes());
        if (part.kind() != Kind.KEYS) {
            return text;
        }
        // There the length is that of the bytes.
        byte[] bytes = field.toBytes();
        int colon = text.indexOf(':');
        try {
            int length = Integer.parseInt(text.substring(0, Math.max(0, colon)));
            String buyer = Wtf8.decode(java.util.Arrays.copyOfRange(bytes, colon + 1, colon + 1 + length));
            return StoredState.key(
                    buyer, Wtf8.decode(java.util.Arrays.copyOfRange(bytes, colon + 1 + length, bytes.length)));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new EventLogException("The hash of keys has a field \"" + text + "\" that Onsale did not write.", e);
        }
    }

    private static byte[] bytes(Part part, String field) {
        if (part.kind() != Kind.KEYS) {
            return Wtf8.encode(field);
        }
        int colon = field.indexOf(':');
        int end = colon + 1 + Integer.parseInt(field.substring(0, colon));
        return OrderRecords.keyField(field.substring(colon + 1, end), field.substring(end));
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static List<String> texts(List<OrderId> ids) {
        return ids.stream().map(OrderId::toString).toList();
    }

    /** Scores are told as doubles. */
    private static String valueOf(Part part, Response value) {
        return isSet(part) ? new BigDecimal(value.toString()).toBigInteger().toString() : Wtf8.decode(value.toBytes());
    }
}
