package dev.onsale.wrong.http.server;

import dev.onsale.wrong.http.routes.WritesOrders;

/** Wrong: the server is handed what answers. */
public record KnowsRoutes(WritesOrders route) {}
