package dev.onsale.wrong.http.routes;

import dev.onsale.wrong.orders.OrderWriter;

/** Wrong: orders are only read from here. */
public record WritesOrders(OrderWriter orders) {}
