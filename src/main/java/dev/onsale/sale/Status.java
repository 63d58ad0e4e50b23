package dev.onsale.sale;

/** What an operator has said of a sale. Its times are another matter: see {@link Sale#opensAt()}. */
public enum Status {
    /** Sells between its times. */
    ACTIVE,
    /** Takes no new orders until it is resumed; payments, releases and expiry go on. */
    PAUSED,
    /** Takes no new orders any more; payments, releases and expiry go on. */
    CLOSED
}
