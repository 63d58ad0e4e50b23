package dev.onsale.wrong.http.identity;

import dev.onsale.wrong.http.routes.WritesOrders;

/** Wrong: who asks does not depend on what they ask for. */
public record KnowsRoutes(WritesOrders route) {}
