package dev.onsale.node;

/** A node cannot start, and changed nothing. The message is a sentence for its operator that says what to do. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With a sentence that says what to do. */
    public StartException(String message) {
        super(message);
    }

    /** With a sentence that says what to do, and what led to it. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With the sentence of what led to it, which says what to do already. */
    public StartException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
