package dev.onsale.orders;

/** The order book cannot be read or written. The message is a sentence for operators that says what to do. */
public final class OrderBookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence that says what to do. */
    public OrderBookException(String message) {
        super(message);
    }

    /** With a sentence that says what to do, and what led to it. */
    public OrderBookException(String message, Throwable cause) {
        super(message, cause);
    }
}
