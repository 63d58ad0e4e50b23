package dev.onsale.config;

/** Bounds of how a node looks whether its ledger on Redis can be relied on, as {@link Limits} has the others. */
public final class WatchLimits {

    /** How often a node looks whether Redis still keeps what it has to keep, in milliseconds: its settings, functions and role. */
    public static final int SETTINGS_MILLIS = 500;

    /** Pause before what Redis has refused is tried again, in milliseconds; each one after that is twice as long. */
    public static final int REFUSED_MILLIS = 50;

    /** Longest pause before what Redis has refused is tried again, in milliseconds. */
    public static final int REFUSED_MILLIS_MAX = 1_000;

    /** How often a node sends word to itself through Redis, in milliseconds. */
    public static final int BEAT_MILLIS = 200;

    /** How long what a node remembers counts after the last word that came through, in milliseconds. */
    public static final int MEMORY_MILLIS_MAX = 1_000;

    /**
     * Without an answer for so long nothing more that changes something is sent on a connection, in milliseconds: it would only be not known. Together with a
     * beat less than {@link #MEMORY_MILLIS_MAX}: whoever asks, since memory counts no more, is {@code busy}.
     */
    public static final int UNANSWERED_MILLIS = 700;

    /** Without a word for so long a node subscribes anew, in milliseconds. */
    public static final int SILENCE_MILLIS_MAX = 2_000;

    /** Words on their way at once; more are not sent. */
    public static final int BEATS_MAX = 64;

    /** How often it is looked whether replicas have what they are to confirm, in milliseconds. */
    public static final int REPLICAS_LOOK_MILLIS = 10;

    /** For how long replicas are asked to say how far they are, in milliseconds; nothing else travels on the connection meanwhile. */
    public static final int REPLICAS_NUDGE_MILLIS = 1;

    /** Longest {@code min-replicas-max-lag} that is accepted, in seconds. */
    public static final int REPLICA_LAG_SECONDS_MAX = 10;

    /** How long something may stand in the way of selling before the log tells of it, in milliseconds. */
    public static final int OBSTACLE_MILLIS = 500;

    /** Orders of guests that an event loop gives back at the same time, since nobody could be told of them. */
    public static final int GUEST_RETURNS_MAX = 10_000;

    /** Pause before an order of a guest is tried to be given back again, in milliseconds. */
    public static final int GUEST_RETURN_MILLIS = 2_000;

    /** How often an order of a guest is tried to be given back: for some minutes. */
    public static final int GUEST_RETURN_ATTEMPTS_MAX = 150;

    /** Sentences about what is wrong that are kept; what more is wrong shows when these are mended. */
    public static final int OBSTACLES_MAX = 100;

    /** How full the memory of a Redis may be, in percent of its {@code maxmemory}, before it takes no new orders: the rest is for payments and returns. */
    public static final int REDIS_FULL_PERCENT = 95;

    /** Functions of this program's version with other code are replaced so often within {@link #FUNCTIONS_MILLIS}; then a node stands still. */
    public static final int FUNCTIONS_REPLACED_MAX = 3;

    /** For how long it is remembered that functions were replaced, in milliseconds. */
    public static final int FUNCTIONS_MILLIS = 60_000;

    private WatchLimits() {}
}
