package dev.onsale.audit.repair;

/** A repair cannot go on. The message is a sentence for operators that says what to do. */
public final class RepairException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence that says what to do, and what led to it. */
    public RepairException(String message, Throwable cause) {
        super(message, cause);
    }
}
