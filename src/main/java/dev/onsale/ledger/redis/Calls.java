package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.events.EventCodec;
import dev.onsale.events.EventDecoder;
import dev.onsale.events.EventEncoder;
import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The calls of the functions in {@code redis/} that are not about orders, and the names of its keys. Stateless, any thread. */
final class Calls {

    /** The channel on which a call says that it has added events. */
    static final String CHANNEL = "onsale:events";

    /** The hash tag of the list of all sales. */
    static final String SALES_TAG = "onsale";

    /** The consumer group of the order book, in each stream. */
    private static final String BOOK_GROUP = "orders";

    private static final String ALL_SALES = "{" + SALES_TAG + "}:sales";
    private static final String OVER_SALES = "{" + SALES_TAG + "}:over";

    private static final String LEDGER = "{" + SALES_TAG + "}:ledger";

    private Calls() {}

    /** A call of a function about one sale, to be given its arguments. */
    static Request function(String name, String sale) {
        return Request.cmd(Command.FCALL).arg(name).arg(1).arg(key(sale, "sale"));
    }

    /** A whole number, however Redis says it. */
    static long number(Response answer) {
        return Long.parseLong(answer.toString());
    }

    private static String key(String sale, String what) {
        return "{" + sale + "}:" + what;
    }

    static Request view(String sale, String knownRevision) {
        return Request.cmd(Command.FCALL_RO)
                .arg("onsale_view")
                .arg(1)
                .arg(key(sale, "sale"))
                .arg(knownRevision);
    }

    /** @param fixedTime whether {@code now} counts, and not Redis' own clock */
    static Request expire(String sale, long now, int ordersMax, boolean fixedTime) {
        Request request = function("onsale_expire", sale).arg(now).arg(ordersMax);
        return fixedTime ? request.arg("fixed") : request;
    }

    /** The deadlines that have come, with their scores; one more than may be needed. */
    static Request due(String sale, long now, int ordersMax) {
        return Request.cmd(Command.ZRANGE)
                .arg(key(sale, "deadlines"))
                .arg("-inf")
                .arg(now)
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(ordersMax + 1)
                .arg("WITHSCORES");
    }

    /** What the ledger says of itself. */
    static Request mark() {
        return Request.cmd(Command.HMGET)
                .arg(LEDGER)
                .arg("id")
                .arg("accepted")
                .arg("stopped")
                .arg("was");
    }

    /** Sets one thing that the ledger says of itself, unless it says so already. */
    static Request markOnce(String field, String value) {
        return Request.cmd(Command.HSETNX).arg(LEDGER).arg(field).arg(value);
    }

    /** When people have decided to go on. */
    static Request markAccepted(long at) {
        return Request.cmd(Command.HSET).arg(LEDGER).arg("accepted").arg(at);
    }

    /** Takes back why it was stopped. */
    static Request unmarkStopped() {
        return Request.cmd(Command.HDEL).arg(LEDGER).arg("stopped").arg("was");
    }

    /** Position of the last event of a sale; nil when it was never opened. */
    static Request position(String sale) {
        return Request.cmd(Command.HGET).arg(key(sale, "sale")).arg("position");
    }

    /** The last entry of a sale's stream: where it ends, if the hash that should say so is gone. */
    static Request lastEntry(String sale) {
        return Request.cmd(Command.XREVRANGE)
                .arg(key(sale, "events"))
                .arg("+")
                .arg("-")
                .arg("COUNT")
                .arg(1);
    }

    static Request entries(String sale, long after, int entriesMax) {
        return Request.cmd(Command.XRANGE)
                .arg(key(sale, "events"))
                .arg((after + 1) + "-0")
                .arg("+")
                .arg("COUNT")
                .arg(entriesMax);
    }

    /** The consumer group that says how far the order book is; fails with {@code NOGROUP} when there is none. */
    static Request setGroup(String sale, long position) {
        return Request.cmd(Command.XGROUP)
                .arg("SETID")
                .arg(key(sale, "events"))
                .arg(BOOK_GROUP)
                .arg(position + "-0");
    }

    static Request createGroup(String sale, long position) {
        return Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(key(sale, "events"))
                .arg(BOOK_GROUP)
                .arg(position + "-0");
    }

    /** Forgets the entries that end before a position. */
    static Request trim(String sale, long position) {
        return Request.cmd(Command.XTRIM)
                .arg(key(sale, "events"))
                .arg("MINID")
                .arg("=")
                .arg(position + "-0");
    }

    /** A sale as it was opened and as it is, and the position of its last event. */
    static Request summary(String sale) {
        return Request.cmd(Command.HMGET)
                .arg(key(sale, "sale"))
                .arg("opened")
                .arg("current")
                .arg("position");
    }

    /** Some of a sale's orders: a cursor to go on with, then ids and records. */
    static Request orders(String sale, String cursor) {
        return Request.cmd(Command.HSCAN)
                .arg(key(sale, "orders"))
                .arg(cursor)
                .arg("COUNT")
                .arg(Limits.REDIS_SCAN_ORDERS);
    }

    /** Says a word on the channel on which calls say that they have added events. */
    static Request word(String about, long number) {
        return Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(about + " " + number);
    }

    /** Some of the keys that say what a sale is, of those on one server: a cursor to go on with, then the keys. */
    static Request scanSales(String cursor) {
        return Request.cmd(Command.SCAN)
                .arg(cursor)
                .arg("MATCH")
                .arg("{*}:sale")
                .arg("COUNT")
                .arg(Limits.REDIS_SCAN_ORDERS);
    }

    /** Some fields of a hash: a cursor to go on with, then fields and values. */
    static Request scanHash(String sale, String what, String cursor) {
        return Request.cmd(Command.HSCAN)
                .arg(key(sale, what))
                .arg(cursor)
                .arg("COUNT")
                .arg(Limits.REDIS_SCAN_ORDERS);
    }

    /** Some members of a sorted set, likewise with their scores. */
    static Request scanSet(String sale, String what, String cursor) {
        return Request.cmd(Command.ZSCAN)
                .arg(key(sale, what))
                .arg(cursor)
                .arg("COUNT")
                .arg(Limits.REDIS_SCAN_ORDERS);
    }

    /** Some fields of a hash as they are. */
    static Request fields(String sale, String what, List<byte[]> fields) {
        Request request = Request.cmd(Command.HMGET).arg(key(sale, what));
        fields.forEach(request::arg);
        return request;
    }

    /** The scores of some members of a sorted set. */
    static Request scores(String sale, String what, List<byte[]> members) {
        Request request = Request.cmd(Command.ZMSCORE).arg(key(sale, what));
        members.forEach(request::arg);
        return request;
    }

    static Request enlist(String sale) {
        return Request.cmd(Command.FCALL)
                .arg("onsale_enlist")
                .arg(1)
                .arg(ALL_SALES)
                .arg(sale)
                .arg(Limits.LEDGER_SALES_MAX);
    }

    /** How many sales there have been, and how many of them are over. */
    static Request countSales() {
        return Request.cmd(Command.FCALL_RO).arg("onsale_count").arg(1).arg(ALL_SALES);
    }

    /** Some of the sales that are not over: a cursor to go on with, then ids. One may come twice. */
    static Request listSales(String cursor) {
        return Request.cmd(Command.SSCAN)
                .arg(ALL_SALES)
                .arg(cursor)
                .arg("COUNT")
                .arg(Limits.REDIS_PAGE_SALES);
    }

    /** Puts a sale from the list of those that are open into that of those that are over. */
    static Request over(String sale) {
        return Request.cmd(Command.FCALL)
                .arg("onsale_over")
                .arg(1)
                .arg(ALL_SALES)
                .arg(sale)
                .arg(OrderId.tagOf(sale));
    }

    /** Nil when the sale is not among those that are over. */
    static Request overSale(String sale) {
        return Request.cmd(Command.ZSCORE).arg(OVER_SALES).arg(sale);
    }

    /** The sales that are over and whose orders have this tag. */
    static Request overSales(int tag) {
        return Request.cmd(Command.ZRANGE).arg(OVER_SALES).arg(tag).arg(tag).arg("BYSCORE");
    }

    /** Some of the sales that are over, with their tags: a cursor to go on with, then ids and tags. */
    static Request listOverSales(String cursor) {
        return Request.cmd(Command.ZSCAN)
                .arg(OVER_SALES)
                .arg(cursor)
                .arg("COUNT")
                .arg(Limits.REDIS_PAGE_SALES);
    }

    /** Whether an order is of a sale. */
    static Request hasOrder(String sale, OrderId order) {
        return Request.cmd(Command.HEXISTS).arg(key(sale, "orders")).arg(order.toString());
    }

    static Request open(dev.onsale.ledger.Command.OpenSale command) {
        Sale sale = command.sale().openedAt(command.now());
        Request request = keyed(function("onsale_open", sale.id()), CommandId.of(command), sale)
                .arg(sale.holdSeconds() * 1000L)
                .arg(sale.deduct().word())
                .arg(sale.perBuyer())
                .arg(sale.buyerRefunds() ? "1" : "0")
                .arg(sale.legs())
                .arg(sale.tiers().stream().map(Tier::id).collect(Collectors.joining(" ")));
        return describe(request, opened(command), sale);
    }

    /** The event of an opening, as it is kept on Redis: what is told must be what the stream has, by which it is held after a reconnect. */
    static Event opened(dev.onsale.ledger.Command.OpenSale command) {
        return new Event.SaleOpened(command.now(), command.sale().openedAt(command.now()));
    }

    /** Makes a sale another one, if it still has the revision on which that was decided. */
    static Request change(dev.onsale.ledger.Command.ChangeSale command, Sale changed, long revision) {
        return describe(
                keyed(function("onsale_change", changed.id()), CommandId.of(command), changed)
                        .arg(revision),
                changed(command, changed),
                changed);
    }

    /** The event of a change, as it is kept on Redis; of its key the functions know, and not the event. */
    static Event changed(dev.onsale.ledger.Command.ChangeSale command, Sale changed) {
        return new Event.SaleChanged(command.now(), changed);
    }

    /** What the command of this key came to, if it was carried out already. */
    static Request answered(String sale, CommandId id) {
        return function("onsale_change", sale)
                .arg("once")
                .arg(id.key())
                .arg("")
                .arg(Limits.SALE_KEYS_MAX)
                .arg("");
    }

    private static Request keyed(Request request, CommandId id, Sale becomes) {
        return id.isKeyed()
                ? request.arg("once")
                        .arg(id.key())
                        .arg(SaleAnswer.write(id, becomes))
                        .arg(Limits.SALE_KEYS_MAX)
                : request;
    }

    private static Request describe(Request request, Event event, Sale sale) {
        request.arg(frame(event))
                .arg(sale.status().name().toLowerCase(Locale.ROOT))
                .arg(sale.opensAt())
                .arg(sale.closesAt() == Sale.NEVER ? "" : Long.toString(sale.closesAt()));
        for (Tier tier : sale.tiers()) {
            request.arg(tier.id()).arg(tier.capacity());
        }
        return request;
    }

    /** An event of a sale as it is kept on Redis: the frame of a journal that holds it alone. */
    private static byte[] frame(Event event) {
        EventEncoder encoder = new EventEncoder();
        encoder.add(event);
        return encoder.finish(EventCodec.NO_LINK);
    }

    static Event event(byte[] frame) {
        List<Event> events = new ArrayList<>();
        new EventDecoder().decode(frame, events::add);
        return events.getFirst();
    }

    /** The sale that such an event is about, as it was then. */
    static Sale sale(byte[] frame) {
        return switch (event(frame)) {
            case Event.SaleOpened(long at, Sale sale, CommandId id) -> sale;
            case Event.SaleChanged(long at, Sale sale, CommandId id) -> sale;
            case Event.OfOrder moved -> throw new IllegalStateException("not of a sale: " + moved);
        };
    }
}
