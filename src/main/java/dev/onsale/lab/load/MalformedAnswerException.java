package dev.onsale.lab.load;

/** A server sent what is no answer of HTTP/1.1, or one of a kind that is not understood here. */
final class MalformedAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String sentence) {
        super(sentence);
    }
}
