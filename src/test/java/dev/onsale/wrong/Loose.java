package dev.onsale.wrong;

import dev.onsale.wrong.sale.Ticket;

/** Wrong: nothing lies loose, and the entry point knows the commands alone. */
public record Loose(Ticket ticket) {}
