package dev.onsale.sale;

/** A sale as somebody wrote it is not one that can be sold. The message is a sentence; the field is a JSON path. */
public final class InvalidSaleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String sentence;

    /**
     * @param field where the fault is, as in {@code tiers[0].capacity}
     * @param message what is wrong and what would be right
     */
    public InvalidSaleException(String field, String message) {
        super(message);
        this.field = field;
        this.sentence = message;
    }

    /** What is wrong and what would be right. */
    public String sentence() {
        return sentence;
    }

    /** Where the fault is, as in {@code tiers[0].capacity}. */
    public String field() {
        return field;
    }
}
