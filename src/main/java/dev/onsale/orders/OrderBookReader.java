package dev.onsale.orders;

/** The order book as those see it who only look things up. Any thread; blocks on a disk, so not for an event loop. */
public interface OrderBookReader {

    /**
     * Some orders, newest first. The book follows the ledger: an order appears here shortly after it was answered, and whoever
     * needs one order as it is now asks the ledger.
     *
     * @throws OrderBookException if the book cannot be read; the message is a sentence for operators
     */
    OrderPage list(OrderQuery query);
}
