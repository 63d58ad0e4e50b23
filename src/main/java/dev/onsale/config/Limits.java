package dev.onsale.config;

/**
 * Every bound of a node, in one place, with its unit last in its name. What stands around the nodes has its own in {@link ClusterLimits}.
 *
 * <p>Those of the order book and of audits are in {@link BookLimits}, those of the room for orders in {@link RoomLimits}.
 *
 * <p>A value that reaches its bound is refused with a sentence that names the bound; nothing grows past it.
 */
public final class Limits {

    // ---- what a node is told ------------------------------------------------------------------------------------

    /** Characters of the address to listen on: the longest name that DNS knows. */
    public static final int HOST_CHARS_MAX = 253;

    /** Sale files that one start opens. */
    public static final int SALE_FILES_MAX = 1_000;

    /** Threads that serve HTTP. */
    public static final int EVENT_LOOPS_MAX = 256;

    /** Threads that do what event loops may not: read documents, close files. */
    public static final int WORKER_THREADS_MAX = 4;

    /** Characters of an operators' token: it travels in a header. */
    public static final int OPERATOR_TOKEN_CHARS_MAX = 256;

    /** Bytes of the secret that buyers' tokens are signed with: as many as the hash has (RFC 7518, section 3.2). */
    public static final int JWT_SECRET_BYTES_MIN = 32;

    /** Public keys whose owners may sign buyers' tokens. */
    public static final int JWT_KEYS_MAX = 16;

    /** Audiences that buyers' tokens may be for, and issuers that they may be of. */
    public static final int JWT_CLAIMS_MAX = 16;

    /** Characters of an audience or an issuer. */
    public static final int JWT_CLAIM_CHARS_MAX = 1_024;

    /** Bytes of a file with one public key. */
    public static final int JWT_KEY_FILE_BYTES_MAX = 64 * 1024;

    /** Longest time that a stop may take, in seconds; then the node ends where it stands. */
    public static final int STOP_SECONDS_MAX = 30;

    /** Signals that come closer together than this are one wish to stop, in milliseconds. */
    public static final int SIGNALS_APART_MILLIS_MIN = 300;

    /** Longest time that a start waits for its ledger to open one sale, in seconds. */
    public static final int SALE_OPENING_SECONDS_MAX = 60;

    /** Time between two tries to open the sales of a start whose ledger was away, in milliseconds. */
    public static final int SALE_OPENING_RETRY_MILLIS = 1_000;

    // ---- what a sale may be -------------------------------------------------------------------------------------

    /**
     * Sales that one ledger has open, or has closed no longer ago than {@link #SALE_OVER_MILLIS}. The next one is refused; those that are over do not
     * count.
     */
    public static final int LEDGER_SALES_MAX = 250_000;

    /** How long after its end a sale is over for good, in milliseconds: a day. From then on a node keeps it in mind no longer. */
    public static final long SALE_OVER_MILLIS = 24 * 3600 * 1000L;

    /** Characters of a sale's or a tier's id. */
    public static final int SALE_ID_CHARS_MAX = 64;

    /** Characters of the name of a sale, a tier or a stop. */
    public static final int NAME_CHARS_MAX = 200;

    /** Stops of a train: 64 stops make 63 legs, which fit in one long with a bit to spare. */
    public static final int SALE_STOPS_MAX = 64;

    /** Tiers of one sale. */
    public static final int SALE_TIERS_MAX = 32;

    /** Seats of a tier that has a single leg: a concert. */
    public static final int TIER_SEATS_MAX = 1_000_000;

    /** Seats of a tier that has several legs: a train. */
    public static final int TIER_TRAIN_SEATS_MAX = 10_000;

    /** Price of one seat, in minor units of its currency. */
    public static final long PRICE_MINOR_UNITS_MAX = 1_000_000_000_000L;

    /** How long an unpaid order may hold its seats, in seconds: thirty days. */
    public static final int HOLD_SECONDS_MAX = 30 * 24 * 3600;

    /** Instants of a sale are kept below the year 10000, in milliseconds since 1970. */
    public static final long INSTANT_MILLIS_MAX = 253_402_300_799_999L;

    // ---- what a buyer may ask -----------------------------------------------------------------------------------

    /** Seats of one order. */
    public static final int ORDER_SEATS_MAX = 100;

    /** Characters (code points) of a buyer's name, as the shop gives it. */
    public static final int BUYER_CHARS_MAX = 128;

    /** Commands about one sale (openings and changes) that are known again by their keys: the last ones. */
    public static final int SALE_KEYS_MAX = 1_000;

    /** Characters of an idempotency key. */
    public static final int IDEMPOTENCY_KEY_CHARS_MAX = 128;

    /** Characters of a payment reference. */
    public static final int PAYMENT_REFERENCE_CHARS_MAX = 128;

    /** Bytes of a buyer's request body. */
    public static final int ORDER_BODY_BYTES_MAX = 8 * 1024;

    /** Bytes of an operator's request body, and of a sale file: a long train with all its fares fits. */
    public static final int SALE_BODY_BYTES_MAX = 4 * 1024 * 1024;

    /** Rows of one page of a listing. */
    public static final int PAGE_ROWS_MAX = 500;

    // ---- what a node's port takes -------------------------------------------------------------------------------

    /** Connections open at once; the next one is closed as it comes. */
    public static final int HTTP_CONNECTIONS_MAX = 20_000;

    /** Connections that the kernel keeps until they are accepted. */
    public static final int HTTP_ACCEPT_BACKLOG_MAX = 4_096;

    /** Bytes of a request line. */
    public static final int HTTP_REQUEST_LINE_BYTES_MAX = 8 * 1024;

    /** Bytes of a request's headers together. */
    public static final int HTTP_HEADERS_BYTES_MAX = 16 * 1024;

    /** How long a connection may go without a whole request, in seconds: half a request does not count. */
    public static final int HTTP_IDLE_SECONDS_MAX = 60;

    /** How long a request's body may take from its head to its end, in seconds. */
    public static final int HTTP_BODY_SECONDS_MAX = 15;

    /** How long a request may wait for the ledger's answer, in seconds. */
    public static final int HTTP_ANSWER_SECONDS_MAX = 30;

    /** How long closing waits for the requests that are under way, in seconds. */
    public static final int HTTP_CLOSE_SECONDS_MAX = 10;

    /** Encoded sales that one event loop keeps, in entries. */
    public static final int HTTP_SALES_ENCODED_MAX = 4_096;

    /** Encoded sales that one event loop keeps, in bytes. */
    public static final int HTTP_SALES_ENCODED_BYTES_MAX = 16 * 1024 * 1024;

    /** Operators' bodies that are taken apart at once, each of which may be as large as a sale; so many may wait besides. */
    public static final int HTTP_SALE_BODIES_MAX = 2;

    /** Listings of the order book that are read at once; as many wait again, and the next one is answered {@code busy}. */
    public static final int HTTP_LISTINGS_MAX = 4;

    /** Characters of the operators' token, at the least. */
    public static final int OPERATOR_TOKEN_CHARS_MIN = 16;

    /** Buyers' tokens that are known to hold, in each of two generations. */
    public static final int TOKENS_REMEMBERED_MAX = 10_000;

    /** How far the clocks of the shop and the node may be apart where a token says from when on it holds, in seconds. */
    public static final int TOKEN_CLOCK_SKEW_SECONDS_MAX = 5;

    /** Lines of the stat log that wait to be written. */
    public static final int STAT_LOG_LINES_MAX = 1 << 18;

    /** Sales whose stock is shown by {@code /metrics}. */
    public static final int METRICS_SALES_MAX = 100;

    // ---- what a ledger does at once -----------------------------------------------------------------------------

    /** Commands that wait for the ledger's writer; the next one is answered {@code busy}. A power of two. */
    public static final int LEDGER_QUEUE_COMMANDS_MAX = 65_536;

    /**
     * Orders that one gate may have before the ledger; the next one is answered {@code busy}. Well below the ledger's own queue, so that a
     * flood of orders never crowds out the payments of those who already have one.
     */
    public static final int GATE_ORDERS_IN_FLIGHT_MAX = 32_768;

    /**
     * Seats of a tier that a gate may have asked for beyond its share of what is free, so that a node which knows too little of the stock still
     * finds the last of it: what one call to Redis can carry.
     */
    public static final int GATE_BUFFER_SEATS = 256;

    /** When to come back after {@code busy}, in seconds. */
    public static final int BUSY_RETRY_SECONDS = 1;

    /** Journals that a gate reads at its start; where there are more, each is read when somebody asks for its sale. */
    public static final int GATE_JOURNALS_READ_MAX = 1_000;

    /** Journals that wait to be read because somebody asked; any name may be asked for. */
    public static final int GATE_JOURNALS_WANTED_MAX = 1_000;

    /** Events that a gate reads at once while it catches up after a start. */
    public static final int GATE_CATCH_UP_EVENTS = 10_000;

    /** How often the gate looks whether it missed events, in milliseconds; while it has, it asks the ledger everything. */
    public static final int GATE_CATCH_UP_POLL_MILLIS = 100;

    /** How long the gate waits before it tries again to read a journal that could not be read, in milliseconds. */
    public static final int GATE_CATCH_UP_RETRY_MILLIS = 1_000;

    /** Commands that share one commit. */
    public static final int LEDGER_BATCH_COMMANDS_MAX = 4_096;

    /** Bytes of events at which a batch takes in no more commands: large sales make large events. */
    public static final int LEDGER_BATCH_BYTES_MAX = 8 * 1024 * 1024;

    /** How long closing a ledger may take before it is given up, in milliseconds. */
    public static final int LEDGER_CLOSE_MILLIS_MAX = 10_000;

    /** Orders that one expiry command expires; the rest follow in the next batch, so that answers come between. */
    public static final int EXPIRY_ORDERS_MAX = 1_024;

    /** Orders that one call to Redis expires: two or three milliseconds, for which orders wait. */
    public static final int EXPIRY_CALL_ORDERS_MAX = 512;

    /** The same of the first call of a sale as long as sales have no more that is due: so hundreds of them are asked at once. */
    public static final int EXPIRY_FIRST_CALL_ORDERS = 32;

    /**
     * Orders that all calls to Redis that are under way from one node may expire: some twenty milliseconds. Redis flushes its disk once for what came together, so
     * that fewer at once would be as many more flushes.
     */
    public static final int EXPIRY_ORDERS_UNDER_WAY_MAX = 8_192;

    /** Such calls of one sale that has much to expire. */
    public static final int EXPIRY_SALE_CALLS_MAX = 4;

    /** Longest time between a deadline and the expiry command that meets it, in milliseconds. */
    public static final int EXPIRY_TICK_MILLIS = 100;

    /** Age at which a published availability is renewed, in milliseconds. */
    public static final int AVAILABILITY_AGE_MILLIS_MAX = 50;

    // ---- the time by which a node sells --------------------------------------------------------------------------

    /** How much faster or slower than the monotonic clock a node's time may go, in millionths, while it follows the wall clock. */
    public static final int CLOCK_LEAD_MILLIONTHS_MAX = 500;

    /** How often a node looks at the wall clock, in milliseconds. */
    public static final int CLOCK_LOOK_MILLIS = 100;

    /** How far the wall clock may be from the time by which a node sells before that is told, in milliseconds. */
    public static final int CLOCK_OFF_MILLIS_MAX = 1_000;

    /** How far the wall clock may have gone back over a restart without the ledger's time going back, too, in milliseconds. */
    public static final int CLOCK_BACK_MILLIS_MAX = 60_000;

    /** Time between two warnings about the wall clock, in seconds. */
    public static final int CLOCK_WARN_SECONDS = 10;

    /** Bytes of a disk that are left to the journal: with less, order book and snapshots wait. Of a small disk a tenth. */
    public static final long DISK_RESERVE_BYTES = 256L * 1024 * 1024;

    // ---- what lies on disk --------------------------------------------------------------------------------------

    /** Bytes of the journal's main file: a disk quota of our own. Reaching it is like a full disk. */
    public static final long JOURNAL_BYTES_MAX = 1L << 40;

    /** Bytes of the write-ahead log at which it is copied into the main file, to be written again from its start. */
    public static final long JOURNAL_WAL_BYTES = 16 * 1024 * 1024;

    /** Bytes of room for the journal below which the log warns, and warns again each time that half of them are gone. */
    public static final long JOURNAL_ROOM_BYTES_MIN = 1L << 30;

    /** How often an idle ledger looks whether its journal is still in its place, in milliseconds; a busy one looks at each batch. */
    public static final int JOURNAL_LOOK_MILLIS = 1_000;

    /** How often a node whose ledger is elsewhere looks whether the lock of its data folder is still in its place, in milliseconds. */
    public static final int FOLDER_LOOK_MILLIS = 1_000;

    /** How long a journal's reader or writer waits for another process that has locked the file, in milliseconds. */
    public static final int JOURNAL_LOCK_MILLIS_MAX = 5_000;

    /** Fewest events between two snapshots: a restart reads so many in about a second. */
    public static final long SNAPSHOT_EVENTS_MIN = 500_000;

    // ---- what goes to Redis -------------------------------------------------------------------------------------

    /** Commands of one sale that share one call. */
    public static final int REDIS_CALL_COMMANDS_MAX = 256;

    /** Calls of one sale that are under way at once: while one travels, Redis works on the other. */
    public static final int REDIS_SALE_CALLS_MAX = 2;

    /** Calls that wait for their answers on one connection before sales hold their commands back. */
    public static final int REDIS_CALLS_MAX = 2_048;

    /** The same of all calls, later steps, readings and words among them: one that would be more is not sent, and made again later. */
    public static final int REDIS_CALLS_WAITING_MAX = 8_192;

    /** About how many ids of sales one call to Redis lists. */
    public static final int REDIS_PAGE_SALES = 1_000;

    /** Sales that a node looks at in each tick, in turn, whether it has missed anything of them. */
    public static final int REDIS_SWEEP_SALES = 32;

    /** Sales that are all asked about an order which may be of any of them; where there are more, the one that has it is looked for first. */
    public static final int REDIS_TAG_SALES_ASKED_MAX = 4;

    /** Orders of such tags whose sale is remembered, in each of two generations. */
    public static final int REDIS_TAG_ORDERS_REMEMBERED_MAX = 32_768;

    /** Calls that read one of many sales, and are under way at once from one node: all of them take a millisecond or two. */
    public static final int REDIS_READS_MAX = 128;

    /** How long a call may take before its connection is given up, in milliseconds. */
    public static final int REDIS_CALL_MILLIS_MAX = 2_000;

    /** How long a command waits to be sent while Redis is away, in milliseconds; then it is answered {@code busy}. */
    public static final int REDIS_WAIT_MILLIS_MAX = 1_000;

    /** How long a command may go without an answer at all, in milliseconds; then it is answered {@code busy}. */
    public static final int REDIS_ANSWER_MILLIS_MAX = 4_000;

    /** How long connecting may take, in milliseconds. */
    public static final int REDIS_CONNECT_MILLIS_MAX = 1_000;

    /** How long a node stands still for a failover of which it hears no end, in milliseconds. */
    public static final int REDIS_FAILOVER_MILLIS_MAX = 15_000;

    /** Longest pause between two attempts to connect, in milliseconds. The first one is a tenth of it, and each doubles. */
    public static final int REDIS_RECONNECT_MILLIS_MAX = 500;

    /** How long a start waits for Redis before it goes on without, in milliseconds. */
    public static final int REDIS_START_MILLIS_MAX = 3_000;

    /** Replicas that may be waited for. */
    public static final int REDIS_REPLICAS_MAX = 10;

    /** How long a call waits for the replicas that are asked for, in milliseconds. */
    public static final int REDIS_REPLICAS_MILLIS_MAX = 1_000;

    /** How often a node asks Redis what time it is, in milliseconds. */
    public static final int REDIS_CLOCK_MILLIS = 1_000;

    /** How long a reader of journals waits for an answer, in milliseconds: a call, and the connection before it. */
    public static final int REDIS_READ_MILLIS_MAX = 10_000;

    /** About how many orders are read at once where a stream no longer has its first events. */
    public static final int REDIS_SCAN_ORDERS = 1_000;

    /** Fewest events of a sale that its stream keeps although the order book has them: nodes that were cut off for a while find theirs. */
    public static final int REDIS_KEEP_EVENTS_MIN = 10_000;

    /** How often Redis is told how far the order book is, in milliseconds. */
    public static final int REDIS_TRIM_MILLIS = 1_000;

    /** Entries of a stream that a reader of journals reads at once. */
    public static final int REDIS_JOURNAL_ENTRIES_MAX = 512;

    /** Entries of a stream that are read at once; an entry holds the events of one call. */
    public static final int REDIS_STREAM_ENTRIES_MAX = 64;

    /** Attempts at changing a sale that other nodes keep changing. */
    public static final int REDIS_CHANGE_ATTEMPTS_MAX = 50;

    /** How often a node tells the others that it lives, in milliseconds. */
    public static final int NODE_BEAT_MILLIS = 1_000;

    /** After how long without a word a node's share falls to the others, in milliseconds. */
    public static final int NODE_SILENCE_MILLIS_MAX = 5_000;

    /** Nodes of one ledger that share its stock by weight. */
    public static final int NODES_MAX = 1_000;

    /** Highest weight of a node. */
    public static final int NODE_WEIGHT_MAX = 1_000;

    /** Time between two warnings that Redis refuses calls, in milliseconds. */
    public static final int REDIS_WARN_MILLIS = 5_000;

    /** Time between two looks at what has waited too long, in milliseconds. */
    public static final int REDIS_TICK_MILLIS = 25;

    private Limits() {}
}
