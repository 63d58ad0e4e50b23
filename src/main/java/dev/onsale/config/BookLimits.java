package dev.onsale.config;

/** The bounds of the order book, its projector and audits, each with its unit last in its name; as in {@link Limits}. */
public final class BookLimits {

    /**
     * Events that the projector writes into the order book at once: some ten milliseconds of a core. A smaller batch writes the same pages
     * of the indexes more often, and meets fewer orders twice.
     */
    public static final int PROJECTOR_BATCH_EVENTS_MAX = 4_000;

    /** Events a second from which on the projector takes it that a rush is on. */
    public static final int PROJECTOR_RUSH_EVENTS_PER_SECOND = 2_000;

    /** How much of one core the projector takes while a rush is on, in percent. */
    public static final int PROJECTOR_RUSH_CORE_PERCENT = 5;

    /** How much of one core the projector takes to catch up otherwise, in percent. */
    public static final int PROJECTOR_QUIET_CORE_PERCENT = 50;

    /** Shortest rest between two writes, in milliseconds: what comes meanwhile is written together. */
    public static final int PROJECTOR_REST_MILLIS_MIN = 5;

    /** Longest rest between two writes while there is something to write, in milliseconds. */
    public static final int PROJECTOR_REST_MILLIS_MAX = 1_000;

    /** How often the projector looks into the journal without having been woken, in milliseconds. */
    public static final int PROJECTOR_POLL_MILLIS = 1_000;

    /** Journals that are looked at in each {@link #PROJECTOR_POLL_MILLIS} although nobody told of anything: each may cost a call. */
    public static final int PROJECTOR_POLL_JOURNALS_MAX = 64;

    /**
     * Parts that the journals of an order book fall into, each of which one node writes. A database has room for some thousands of claims and not for
     * one of each of 100,000 sales.
     */
    public static final int BOOK_CLAIMS_MAX = 256;

    /** Journals of which a start asks how far they are before the projector begins, so that its lag is told at once. */
    public static final int PROJECTOR_ENDS_ASKED_MAX = 1_000;

    /** Longest time between two looks which journals there are, in polls; the feed tells of new ones. */
    public static final int PROJECTOR_NAMES_POLLS_MAX = 60;

    /** Wait after the first failure to write the order book, in milliseconds; it doubles with each. */
    public static final int PROJECTOR_RETRY_MILLIS_MIN = 100;

    /** Longest wait between two tries to write the order book, in milliseconds. */
    public static final int PROJECTOR_RETRY_MILLIS_MAX = 10_000;

    /** How long the projector may go on writing when the server stops, in milliseconds; the rest follows at the next start. */
    public static final int PROJECTOR_CLOSE_MILLIS_MAX = 5_000;

    /** How often the log says that a ledger has lost events and waits for its repair, in seconds. */
    public static final int PROJECTOR_ASTRAY_REMINDER_SECONDS = 60;

    /** How often a node asks the ledger whether it is still the one of before, in milliseconds: after a loss nothing is sold for longer than about twice that. */
    public static final int WITNESS_LOOK_MILLIS = 250;

    /** How often a node looks whether the order book is still the ledger's, in seconds. */
    public static final int WITNESS_BOOK_SECONDS = 10;

    /** How long the end of these looks may take, in milliseconds. */
    public static final int WITNESS_CLOSE_MILLIS_MAX = 2_000;

    /** How long a witness waits, once selling may go on, for the ledger to hold what is remembered of the sales against what there is, in milliseconds. */
    public static final int WITNESS_RENEW_MILLIS_MAX = 2_000;

    /** Between two times that the order book goes through all sales that are over, for what it has not got of them, in milliseconds; a page in each poll. */
    public static final int PROJECTOR_OVER_MILLIS = 3_600_000;

    /** Connections that read the order book. */
    public static final int BOOK_READERS_MAX = 4;

    /** Time to wait for a connection to the order book, in milliseconds: the first one opens the pool, perhaps in the middle of a rush. */
    public static final int BOOK_CONNECTION_MILLIS_MAX = 6_000;

    /** Time for an answer of the order book, in milliseconds. */
    public static final int BOOK_QUERY_MILLIS_MAX = 2_000;

    /** Time to wait for another program's lock on the order book, in milliseconds. */
    public static final int BOOK_BUSY_MILLIS_MAX = 2_000;

    /** Time to connect to an order book on another machine, in seconds. */
    public static final int BOOK_CONNECT_SECONDS_MAX = 3;

    /** Time for one statement of the order book's writer, or of an audit, in seconds; deleting a large sale's rows takes a while. */
    public static final int BOOK_WRITE_SECONDS_MAX = 120;

    /** How long a writer of the order book may be dead or stand still until another takes its place, in seconds. */
    public static final int BOOK_DEAD_WRITER_SECONDS_MAX = 30;

    /** Pages of 4 KiB that gather in the order book's log before they are moved into the file, with a wait for the disk. */
    public static final int BOOK_WAL_PAGES_MAX = 4_000;

    /** Memory for the order book's writing connection, in KiB. */
    public static final int BOOK_CACHE_KIBIBYTES = 16 * 1024;

    // ---- what an audit takes -------------------------------------------------------------------------------------

    /** Events that an audit reads at once. */
    public static final int AUDIT_PAGE_EVENTS_MAX = 10_000;

    /** Findings of one kind that an audit keeps in words; the others are counted. */
    public static final int AUDIT_FINDINGS_PER_FAULT_MAX = 10;

    /** Orders that a ledger has lost and that one audit names; when there are more, repair and audit again. */
    public static final int AUDIT_LOST_ORDERS_MAX = 100_000;

    /** Things that an audit looks at as they are at one moment. */
    public static final int AUDIT_LOOK_THINGS_MAX = 256;

    /** How often it looks again when the ledger has moved on in between. */
    public static final int AUDIT_LOOKS_MAX = 200;

    /** How long a repair waits for the ledger's answer to one command, in seconds. */
    public static final int REPAIR_ANSWER_SECONDS_MAX = 60;

    /** Rows of each table that an audit prints; the totals count all. */
    public static final int AUDIT_TABLE_ROWS_MAX = 40;

    /** Age that a deadline may reach in a running ledger before its order counts as forgotten, in milliseconds. */
    public static final int AUDIT_OVERDUE_MILLIS_MAX = 30_000;

    /** A time without any event that is taken for the ledger's having been stopped, in milliseconds. */
    public static final int AUDIT_STOPPED_MILLIS_MIN = 10_000;

    private BookLimits() {}
}
