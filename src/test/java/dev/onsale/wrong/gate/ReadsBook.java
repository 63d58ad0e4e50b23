package dev.onsale.wrong.gate;

import dev.onsale.wrong.orders.OrderWriter;

/** Wrong: the gate knows no order book. */
public record ReadsBook(OrderWriter orders) {}
