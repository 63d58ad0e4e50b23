package dev.onsale.config;

/** A node was told something that cannot be. The message is a sentence that names the option and its value. */
public final class InvalidOptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * @param option as the operator writes it: {@code --port}, or the name of an environment variable
     * @param rest of the sentence that begins with the option: "must be …, but is …". Never holds a secret
     */
    public InvalidOptionException(String option, String rest) {
        super(option + " " + rest);
        this.option = option;
    }

    /** As the operator writes it: {@code --port}, or the name of an environment variable. */
    public String option() {
        return option;
    }
}
