package dev.onsale.config;

/** Every bound of a rehearsal and of the load that it makes, with its unit last in its name. */
public final class LoadLimits {

    // ---- connections ----------------------------------------------------------------------------------------------

    /** Connections that buyers share: fewer than the open files that systems usually allow. */
    public static final int CONNECTIONS_MAX = 19_000;

    /** Connections that are being opened at once. */
    public static final int CONNECTIONS_OPENING_MAX = 256;

    /** How long opening a connection may take, in milliseconds. */
    public static final int CONNECT_MILLIS_MAX = 5_000;

    /** Pause after a connection could not be opened, in milliseconds. */
    public static final int CONNECT_PAUSE_MILLIS = 50;

    /** How long a server may be out of reach before it is given up, in milliseconds. */
    public static final int SERVER_GONE_MILLIS_MAX = 5_000;

    /** Bytes of one request, with a long token of its buyer. */
    public static final int REQUEST_BYTES_MAX = 16 * 1024;

    /** Bytes of one answer. */
    public static final int ANSWER_BYTES_MAX = 256 * 1024;

    /** Longest time between two looks at what has waited too long, in milliseconds. */
    public static final int LOAD_TICK_MILLIS = 50;

    // ---- the crowd --------------------------------------------------------------------------------------------------

    /** Buyers of one rehearsal. */
    public static final int BUYERS_MAX = 20_000_000;

    /** Stops of a rehearsed train: as many as any. */
    public static final int STOPS_MAX = Limits.SALE_STOPS_MAX;

    /** How long arrivals may be spread, in seconds: a day. */
    public static final int ARRIVAL_SECONDS_MAX = 24 * 3600;

    /** Bytes of a recorded curve of arrivals, which has a line for each second. */
    public static final int ARRIVAL_CURVE_BYTES_MAX = 12 * ARRIVAL_SECONDS_MAX;

    /** How long a buyer waits for an answer before asking again, in milliseconds. */
    public static final int ANSWER_MILLIS_MAX = 30_000;

    /** How often a buyer asks before giving up without an answer. */
    public static final int ATTEMPTS_MAX = 20;

    /** Pause before a buyer asks again after an answer that did not come, in milliseconds; each time it doubles, up to the next one. */
    public static final int RETRY_MILLIS = 50;

    /** Longest pause before a buyer asks again, in milliseconds. */
    public static final int RETRY_MILLIS_MAX = 2_000;

    /** Longest {@code Retry-After} that buyers heed, in seconds; they come back then, however long they are told to wait. */
    public static final int RETRY_AFTER_SECONDS_MAX = 60;

    /** Characters of an order's id that buyers take. */
    public static final int ORDER_ID_CHARS_MAX = 100;

    /** Time between two looks at what is free, in milliseconds. */
    public static final int STOCK_MILLIS = 250;

    /** Journeys whose stock is read at each look. */
    public static final int STOCK_JOURNEYS_MAX = 16;

    /** How long after a hold has ended its seats may take to be seen as free, in milliseconds. */
    public static final int RETURN_MILLIS_MAX = 3_000;

    // ---- before and after -------------------------------------------------------------------------------------------

    /** How long a call that prepares or checks a rehearsal may take, in milliseconds. */
    public static final int DESK_MILLIS_MAX = 30_000;

    /** How long the server's order book may take to catch up with what was answered, in milliseconds. */
    public static final int RECORDS_MILLIS_MAX = 60_000;

    /** Pause between two readings of the order book, in milliseconds. */
    public static final int RECORDS_PAUSE_MILLIS = 250;

    /** Orders that a check may read. */
    public static final int RECORDS_ORDERS_MAX = 20_000_000;

    /** How often a rehearsal tries to read the journals of a cluster that is still busy with it. */
    public static final int AUDIT_ATTEMPTS_MAX = 3;

    /** Faults of one kind that a check names. */
    public static final int FAULTS_NAMED_MAX = 3;

    private LoadLimits() {}
}
