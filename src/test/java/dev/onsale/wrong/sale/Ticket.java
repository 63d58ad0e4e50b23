package dev.onsale.wrong.sale;

/** Right: a value. */
public record Ticket(int seat) {}
