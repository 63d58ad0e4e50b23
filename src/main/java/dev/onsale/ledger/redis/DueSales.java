package dev.onsale.ledger.redis;

import dev.onsale.config.Limits;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Event;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sales by their next deadlines, as far as is known here: each node expires what it knows to be due, and whoever is first does it.
 *
 * <p>A call may expire {@link Limits#EXPIRY_CALL_ORDERS_MAX} orders, and all that are under way together {@link Limits#EXPIRY_ORDERS_UNDER_WAY_MAX}; the next one
 * is sent as soon as one is answered. So 200,000 holds of one sale that end together, or 20 of each of 10,000 sales, take as long as Redis takes for them, and
 * orders stand behind some twenty milliseconds of that at the most. A sale begins with a small call as long as most have little that is due, so that many are asked at
 * once, and goes on with large ones. Of sales that are due in the same millisecond each node begins with another one. Owned by the event loop.
 */
final class DueSales {

    private final Comparator<SaleLane> byDeadline;
    private final TreeSet<SaleLane> lanes;

    /** Sales whose last call failed; they are left alone until the next tick. */
    private final Set<SaleLane> failed = new HashSet<>();

    private int ordersUnderWay;

    /** How many orders the first call of a sale may expire: as those of other sales turned out lately. */
    private int firstCallOrders = Limits.EXPIRY_FIRST_CALL_ORDERS;

    private boolean isSending;

    /** @param salt differs from node to node */
    DueSales(int salt) {
        byDeadline = Comparator.comparingLong((SaleLane lane) -> lane.nextDeadline())
                .thenComparingInt(lane -> (lane.id().hashCode() ^ salt) * 0x9E3779B9)
                .thenComparing(SaleLane::id);
        lanes = new TreeSet<>(byDeadline);
    }

    void remove(SaleLane lane) {
        lanes.remove(lane);
    }

    void add(SaleLane lane) {
        if (lane.nextDeadline() != Order.NO_DEADLINE) {
            lanes.add(lane);
        }
    }

    /** The earliest deadline that some events have set, or {@link Order#NO_DEADLINE}. */
    static long earliest(List<Event> events) {
        long earliest = Order.NO_DEADLINE;
        for (Event event : events) {
            if (event instanceof Event.OfOrder moved && moved.order().state() == OrderState.HELD) {
                earliest = Math.min(earliest, moved.order().expiresAt());
            }
        }
        return earliest;
    }

    // ---- what the ledger does by itself -----------------------------------------------------------------------------

    /** Expires what is due, and goes on until nothing is; to be called at each tick. */
    void tick(long now) {
        failed.clear();
        expire(now);
    }

    private void expire(long now) {
        if (isSending) {
            return;
        }
        isSending = true;
        for (SaleLane lane : next(now)) {
            send(lane, now);
        }
        isSending = false;
    }

    /** Those whose turn it is, as many as there is room for. */
    private List<SaleLane> next(long now) {
        List<SaleLane> next = new ArrayList<>();
        int room = Limits.EXPIRY_ORDERS_UNDER_WAY_MAX - ordersUnderWay;
        for (SaleLane lane : lanes) {
            if (lane.nextDeadline() > now || room < ordersMax(lane)) {
                break;
            }
            if (lane.expiry().mayGoOn() && !failed.contains(lane)) {
                next.add(lane);
                room -= ordersMax(lane);
            }
        }
        return next;
    }

    private int ordersMax(SaleLane lane) {
        return lane.expiry().hasMore() ? Limits.EXPIRY_CALL_ORDERS_MAX : firstCallOrders;
    }

    private void send(SaleLane lane, long now) {
        boolean isFirst = !lane.expiry().hasMore();
        int ordersMax = ordersMax(lane);
        ordersUnderWay += ordersMax;
        lane.expire(now, ordersMax).onComplete(done -> {
            ordersUnderWay -= ordersMax;
            if (done.failed()) {
                failed.add(lane);
            } else if (isFirst) {
                learn(ordersMax, done.result());
            }
            expire(now);
        });
    }

    /** Two calls for one sale cost as much again as the second, and large ones for little keep other sales from being asked. */
    private void learn(int ordersMax, int expired) {
        if (expired == ordersMax) {
            firstCallOrders = Limits.EXPIRY_CALL_ORDERS_MAX;
        } else if (expired <= ordersMax / 4) {
            firstCallOrders = Math.max(Limits.EXPIRY_FIRST_CALL_ORDERS, Math.min(firstCallOrders, ordersMax / 2));
        }
    }

    // ---- a command about all sales ----------------------------------------------------------------------------------

    /** The sales that have a deadline up to now. */
    private List<SaleLane> at(long now) {
        return lanes.stream().takeWhile(lane -> lane.nextDeadline() <= now).toList();
    }

    /** An order that may expire. */
    private record Due(long at, String sale, String numberAndId) {}

    private static final Comparator<Due> EARLIEST_FIRST =
            Comparator.comparingLong(Due::at).thenComparing(Due::sale).thenComparing(Due::numberAndId);

    /**
     * Expires orders over all sales, the earliest first. First looks which sales have them, then lets each expire its share; no call
     * spans two sales. To be run while nothing else is under way from here.
     */
    Future<Outcome> expire(Command.ExpireOrders command, PacedCalls reads) {
        List<SaleLane> sales = at(command.now());
        List<Future<Response>> looks = sales.stream()
                .map(lane ->
                        reads.call(() -> lane.link().call(Calls.due(lane.id(), command.now(), command.ordersMax()))))
                .toList();
        return Future.join(looks).compose(all -> {
            List<Due> due = new ArrayList<>();
            for (int i = 0; i < sales.size(); i++) {
                Response members = looks.get(i).result();
                for (int j = 0; j < members.size(); j += 2) {
                    due.add(new Due(
                            SaleReading.deadline(members.get(j + 1)),
                            sales.get(i).id(),
                            members.get(j).toString()));
                }
            }
            due.sort(EARLIEST_FIRST);
            Map<String, Integer> shares = new HashMap<>();
            due.stream().limit(command.ordersMax()).forEach(one -> shares.merge(one.sale(), 1, Integer::sum));
            return expire(command.now(), sales, shares, due.size() > command.ordersMax());
        });
    }

    private static Future<Outcome> expire(long now, List<SaleLane> sales, Map<String, Integer> shares, boolean more) {
        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (SaleLane lane : sales) {
            int share = shares.getOrDefault(lane.id(), 0);
            if (share > 0) {
                Promise<Outcome> outcome = Promise.promise();
                outcomes.add(outcome.future());
                lane.add(Question.expire(now, share, outcome::complete));
                lane.pump();
            }
        }
        return Future.join(outcomes).map(all -> sum(outcomes, more));
    }

    private static Outcome sum(List<Future<Outcome>> outcomes, boolean more) {
        int orders = 0;
        for (Future<Outcome> outcome : outcomes) {
            if (!(outcome.result() instanceof Outcome.Expired expired)) {
                return Question.UNKNOWN; // others of them may have been done
            }
            orders += expired.orders();
        }
        return new Outcome.Expired(orders, more);
    }
}
