package dev.onsale.node;

/** A part of a node did not stop as it should. The message is a sentence for its operator. */
public final class StopException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param part what did not stop, as in "the ledger"
     * @param cause how it went wrong
     */
    StopException(String part, Throwable cause) {
        super(part + " did not stop as it should: " + cause.getMessage(), cause);
    }
}
