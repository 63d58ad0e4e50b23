package dev.onsale.http.routes;

import dev.onsale.config.WatchLimits;
import dev.onsale.http.server.Exchange;
import dev.onsale.ledger.Command;
import dev.onsale.ledger.Ledger;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Party;
import dev.onsale.ledger.Refusal;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the orders of guests who could not be told of them. A guest has no key to ask with, so nobody else can.
 *
 * <p>It can fail: a node that ends meanwhile gives nothing back, nor does one that finds no ledger for too long, or has too many to give back. Such an order
 * is held until its time is over; where orders are never given back by themselves it keeps its seat until an operator releases it, whom the log tells of it.
 * Owned by one event loop.
 */
final class GuestReturns {

    private static final Logger LOG = LoggerFactory.getLogger(GuestReturns.class);

    private final Ledger ledger;
    private final InstantSource clock;
    private int underWay;

    GuestReturns(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Gives an order back that may be there, as soon as that is possible. */
    void giveBack(Exchange exchange, OrderId order) {
        if (underWay >= WatchLimits.GUEST_RETURNS_MAX) {
            LOG.warn(
                    "Too many guests could not be told of their orders; {} may be held until its time is over.", order);
            return;
        }
        underWay++;
        tryIt(exchange, order, 1);
    }

    private void tryIt(Exchange exchange, OrderId order, int attempt) {
        Command release = new Command.ReleaseOrder(clock.millis(), order, new Party.Operator());
        ledger.submit(release, exchange.later(outcome -> {
            if (!mayBeThere(outcome)) {
                underWay--;
            } else if (attempt < WatchLimits.GUEST_RETURN_ATTEMPTS_MAX) {
                exchange.after(WatchLimits.GUEST_RETURN_MILLIS, () -> tryIt(exchange, order, attempt + 1));
            } else {
                underWay--;
                if (!isUnknownOrder(outcome)) {
                    LOG.warn("A guest could not be told of order {}, and it could not be given back.", order);
                }
            }
        }));
    }

    /** An order that is not there may come yet: what was sent for it may still be on its way. */
    private static boolean mayBeThere(Outcome outcome) {
        return outcome instanceof Outcome.Unknown
                || outcome instanceof Outcome.Refused(Refusal.Busy(int seconds))
                || isUnknownOrder(outcome);
    }

    private static boolean isUnknownOrder(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Refusal.UnknownOrder());
    }
}
