package dev.onsale.events;

/** The journal cannot be read, or does not say what it said when it was written. The message is a sentence for operators. */
public final class EventLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a sentence that says what to do. */
    public EventLogException(String message) {
        super(message);
    }

    /** With a sentence that says what to do, and what led to it. */
    public EventLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
