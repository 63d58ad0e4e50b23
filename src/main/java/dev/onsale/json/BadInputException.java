package dev.onsale.json;

/**
 * What somebody wrote is not what was asked for. Thrown where input is read and caught where it came from; nothing was changed.
 */
public final class BadInputException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String sentence;

    /**
     * @param field where the fault is, as in {@code tiers[0].capacity}; {@code body} for the whole of it
     * @param sentence what is wrong and what would be right
     */
    public BadInputException(String field, String sentence) {
        // Without a stack trace: strangers cause these, as often as they like.
        super(field + ": " + sentence, null, false, false);
        this.field = field;
        this.sentence = sentence;
    }

    /** Where the fault is, as in {@code tiers[0].capacity}; {@code body} for the whole of it. */
    public String field() {
        return field;
    }

    /** What is wrong and what would be right. */
    public String sentence() {
        return sentence;
    }
}
