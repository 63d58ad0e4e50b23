package dev.onsale.ledger.redis;

/** Redis cannot be used as a ledger, and waiting will not help. The message is a sentence for operators that says what to do. */
public final class RedisLedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence that says what to do. */
    public RedisLedgerException(String message) {
        super(message);
    }

    /** With a sentence that says what to do, and what led to it. */
    public RedisLedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
