package dev.onsale.orders;

/** A row of the book says what this program never writes. The message says what, in words. */
final class UnreadableRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final String why;

    UnreadableRowException(String id, String why) {
        super(why);
        this.id = id;
        this.why = why;
    }

    /** Of the sale or order, as it stands in the row. */
    String id() {
        return id;
    }

    /** What is wrong with it. */
    String why() {
        return why;
    }
}
