package dev.onsale.config;

/** Every bound of a comparison, with its unit last in its name. */
public final class CompareLimits {

    /** Buyers of a comparison's crowd. */
    public static final int COMPARE_BUYERS_MAX = 1_000_000;

    /** How long an order of a comparison may have to be paid, in seconds. */
    public static final int COMPARE_HOLD_SECONDS_MAX = 600;

    /** How long its buyers take to pay, at most, in milliseconds. */
    public static final int COMPARE_THINK_MILLIS_MAX = 2_000;

    /** How long they wait for an answer before they ask again, in milliseconds: longer than a lock that all of them wait for. */
    public static final int COMPARE_ANSWER_MILLIS_MAX = 30_000;

    /** How old the stock may be that a contender tells, in milliseconds. */
    public static final int COMPARE_STOCK_AGE_MILLIS_MAX = 200;

    /** Buyers of the crowd that warms a contender up. */
    public static final int COMPARE_WARM_UP_BUYERS_MAX = 10_000;

    /** How many of these there are for each ticket. */
    public static final int COMPARE_WARM_UP_BUYERS_A_TICKET = 20;

    /** Connections of a contender to its database; the size that connection pools come with. */
    public static final int SHOP_DATABASE_CONNECTIONS_MAX = 10;

    /** How long a contender waits for its database to let it in, in milliseconds. */
    public static final int SHOP_CONNECT_MILLIS_MAX = 10_000;

    /** How long one statement of a contender may take, in seconds. */
    public static final int SHOP_STATEMENT_SECONDS_MAX = 60;

    /** How long a contender on SQLite waits for the file's lock, in milliseconds. */
    public static final int SHOP_BUSY_MILLIS_MAX = 60_000;

    /** How long a contender may take to start or to stop, in seconds. */
    public static final int SHOP_START_SECONDS_MAX = 30;

    /** How long a contender's own figures may take, in seconds. */
    public static final int COMPARE_FIGURES_SECONDS_MAX = 10;

    /** How long the order book may take to be written once the crowd is gone, in seconds. */
    public static final int COMPARE_SETTLE_SECONDS_MAX = 30;

    /** How long a contender that does not answer is watched for its end, in milliseconds. */
    public static final int CONTENDER_END_MILLIS = 1_000;

    private CompareLimits() {}
}
