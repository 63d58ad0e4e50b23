package dev.onsale.node;

import dev.onsale.sale.Sale;

/**
 * A sale that somebody wrote down.
 *
 * @param where for messages: the file, and which of its sales where it holds several
 * @param sale what is written there, checked
 */
public record WrittenSale(String where, Sale sale) {}
