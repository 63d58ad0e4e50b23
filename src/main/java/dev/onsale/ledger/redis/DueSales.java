package dev.onsale.ledger.redis;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The sales by their next deadlines, as far as is known here: each node expires what it knows to be due, and whoever is first does it. Owned by
 * the event loop.
 */
final class DueSales {

    private static final Comparator<SaleLane> BY_DEADLINE =
            Comparator.comparingLong((SaleLane lane) -> lane.nextDeadline()).thenComparing(SaleLane::id);

    private final TreeSet<SaleLane> lanes = new TreeSet<>(BY_DEADLINE);

    void remove(SaleLane lane) {
        lanes.remove(lane);
    }

    void add(SaleLane lane) {
        if (lane.nextDeadline() != Order.NO_DEADLINE) {
            lanes.add(lane);
        }
    }

    /** The sales that have a deadline up to now. */
    List<SaleLane> at(long now) {
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
    Future<Outcome> expire(Command.ExpireOrders command) {
        List<SaleLane> sales = at(command.now());
        List<Future<Response>> looks = sales.stream()
                .map(lane -> lane.link().call(Calls.due(lane.id(), command.now(), command.ordersMax())))
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
