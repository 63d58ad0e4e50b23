package dev.onsale.lab.rehearsal;

/** A rehearsal cannot be held, or what came of it cannot be read. The message is a sentence for people. */
public final class RehearsalException extends Exception {

    private static final long serialVersionUID = 1L;

    RehearsalException(String sentence) {
        super(sentence);
    }

    RehearsalException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
