package dev.onsale.lab.shop;

/** A contender's server cannot start. The message is a sentence that says why and what to do. */
public final class ShopException extends Exception {

    private static final long serialVersionUID = 1L;

    public ShopException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
