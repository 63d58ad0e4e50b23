package dev.onsale.http.routes;

import dev.onsale.gate.Gate;
import dev.onsale.http.identity.Buyers;
import dev.onsale.ledger.Ledger;
import java.time.InstantSource;

/**
 * What the routes of all event loops share. Everything in it may be called by any thread.
 */
record Services(
        Ledger ledger,
        Gate gate,
        OrderListing listing,
        SaleBodies saleBodies,
        Buyers buyers,
        InstantSource clock,
        OpsPages ops,
        DocsPages docs,
        TicketCount tickets,
        ApiOptions options) {}
