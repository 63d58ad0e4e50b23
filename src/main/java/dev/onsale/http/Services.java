package dev.onsale.http;

import dev.onsale.gate.Gate;
import dev.onsale.http.exchange.HttpMeter;
import dev.onsale.http.identity.Buyers;
import dev.onsale.http.ops.DocsPages;
import dev.onsale.http.ops.OpsPages;
import dev.onsale.http.orders.OrderListing;
import dev.onsale.http.sales.SaleBodies;
import dev.onsale.http.tickets.TicketCount;
import dev.onsale.ledger.Ledger;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What all event loops share. Everything in it may be called by any thread.
 *
 * @param nanos for durations
 * @param connectionsMax open at once, on all event loops together
 */
record Services(
        Ledger ledger,
        Gate gate,
        OrderListing listing,
        SaleBodies saleBodies,
        Buyers buyers,
        InstantSource clock,
        LongSupplier nanos,
        HttpMeter meter,
        OpsPages ops,
        DocsPages docs,
        TicketCount tickets,
        ApiOptions options,
        int connectionsMax) {}
