package dev.onsale.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told, checked once, up front: an instance that exists is valid. Whether files exist and ports are free is
 * found out by who opens them.
 *
 * @param host address or name to listen on
 * @param port to listen on, 0 … 65535; 0 takes any that is free
 * @param data folder of journal, order book and operators' token; made at first start
 * @param ledger where stock and orders are kept: the URL of a Redis ({@code redis://…}), which many nodes may share, or null for a ledger of
 *     the node's own in its data folder
 * @param replicas how many replicas of that Redis must have an order before it is answered, 0 … {@link Limits#REDIS_REPLICAS_MAX}; 0 without it
 * @param keepEvents how many events of each sale stay on Redis although the order book has them, at least {@link Limits#REDIS_KEEP_EVENTS_MIN};
 *     {@link #KEEP_ALL_EVENTS} for all
 * @param orders where the order book is: the URL of a PostgreSQL ({@code jdbc:postgresql://…}), which many nodes may share, or null for a
 *     file in the data folder
 * @param ordersPassword of its user, or null for the one in the URL, or none
 * @param weight of this node among those of the ledger, 1 … {@link Limits#NODE_WEIGHT_MAX}: its share of what is free
 * @param localStock seats of each tier that this node may sell, 1 … {@link Limits#TIER_SEATS_MAX}; 0 for its share of what is free
 * @param demo whether an empty data folder gets the two demo sales
 * @param saleFiles sales to open at start, as YAML or JSON; each file once
 * @param ticketSale id of the sale that {@code /buy/ticket} sells
 * @param ticketGuests whether {@code /buy/ticket} sells to callers who do not say who they are
 * @param statLog file that gets a line for each answer of {@code /buy/ticket}, or null for none
 * @param eventLoops threads that serve HTTP, 1 … {@link Limits#EVENT_LOOPS_MAX}
 * @param acceptedLoss which events a ledger in the data folder may go on without, in the words of the start that was refused, such as
 *     {@code 151:0}; or null
 * @param identity who may ask, and how they show who they are
 */
public record NodeOptions(
        String host,
        int port,
        Path data,
        @Nullable String ledger,
        int replicas,
        long keepEvents,
        @Nullable String orders,
        @Nullable String ordersPassword,
        int weight,
        int localStock,
        boolean demo,
        List<Path> saleFiles,
        String ticketSale,
        boolean ticketGuests,
        @Nullable Path statLog,
        int eventLoops,
        @Nullable String acceptedLoss,
        IdentityOptions identity) {

    /** Loopback: whoever reaches the port may buy under any name until keys for buyers' tokens are set, so the outside is asked for. */
    public static final String HOST_DEFAULT = "127.0.0.1";

    /** The port unless told otherwise. */
    public static final int PORT_DEFAULT = 3000;

    /** For {@link #keepEvents}: nothing is ever trimmed. */
    public static final long KEEP_ALL_EVENTS = Long.MAX_VALUE;

    /** A node's weight unless told otherwise. */
    public static final int WEIGHT_DEFAULT = 1;

    /** The sale of {@code /buy/ticket} unless told otherwise. */
    public static final String TICKET_SALE_DEFAULT = "rush";

    /** Environment variable of {@link #ledger()}: a URL may hold a password, which a command line would show to everybody. */
    public static final String LEDGER_VARIABLE = "ONSALE_LEDGER";

    /** Environment variable of {@link #orders()}. */
    public static final String ORDERS_VARIABLE = "ONSALE_ORDERS";

    /** Environment variable of {@link #ordersPassword()}. */
    public static final String ORDERS_PASSWORD_VARIABLE = "ONSALE_ORDERS_PASSWORD";

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1," + Limits.HOST_CHARS_MAX + "}");
    private static final Pattern LOSS = Pattern.compile("(unknown|[0-9]{1,19}):[0-9]{1,19}");
    private static final Pattern SALE_ID =
            Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (Limits.SALE_ID_CHARS_MAX - 1) + "}");

    /**
     * Checks every field, in their order.
     *
     * @throws InvalidOptionException naming the first one at fault
     */
    public NodeOptions {
        saleFiles = List.copyOf(saleFiles);
        if (!HOST.matcher(host).matches()) {
            throw new InvalidOptionException("--host", "must be an address or a host name, but is \"" + host + "\"");
        }
        checkRange("--port", port, 0, 65_535);
        checkNotEmpty("--data", data);
        if (ledger != null && ledger.isBlank()) {
            throw new InvalidOptionException(
                    "--ledger", "must be the URL of a Redis, such as redis://host:6379, but is empty");
        }
        checkRange("--replicas", replicas, 0, Limits.REDIS_REPLICAS_MAX);
        if (replicas > 0 && ledger == null) {
            throw new InvalidOptionException("--replicas", "needs a Redis that has them: name it with --ledger");
        }
        if (orders != null) {
            checkOrders(orders);
        }
        checkRange("--keep-events", keepEvents, Limits.REDIS_KEEP_EVENTS_MIN, KEEP_ALL_EVENTS);
        if (keepEvents != KEEP_ALL_EVENTS && (ledger == null || orders == null)) {
            throw new InvalidOptionException(
                    "--keep-events",
                    "needs a ledger on Redis (--ledger) and an order book that all nodes share (--orders): only there it is known what is needed no more");
        }
        checkRange("--weight", weight, 1, Limits.NODE_WEIGHT_MAX);
        checkRange("--local-stock", localStock, 0, Limits.TIER_SEATS_MAX);
        checkFiles("--sale", saleFiles, Limits.SALE_FILES_MAX);
        if (!SALE_ID.matcher(ticketSale).matches()) {
            throw new InvalidOptionException(
                    "--ticket-sale", "must be the id of a sale, such as rush, but is \"" + ticketSale + "\"");
        }
        if (statLog != null) {
            checkNotEmpty("--stat-log", statLog);
        }
        if (acceptedLoss != null && !LOSS.matcher(acceptedLoss).matches()) {
            throw new InvalidOptionException(
                    "--accept-lost-events",
                    "must be two numbers as a refused start names them, such as 151:0, but is \"" + acceptedLoss
                            + "\"");
        }
        checkRange("--event-loops", eventLoops, 1, Limits.EVENT_LOOPS_MAX);
        if (!identity.hasKey() && !identity.trustBuyerHeader() && !isLoopback(host)) {
            throw new InvalidOptionException(
                    "--host",
                    "lets others than this machine reach a node that knows no key for buyers' tokens, and would believe whoever they say they are: set "
                            + IdentityOptions.JWT_SECRET_VARIABLE
                            + " or give --jwt-key, or, where only your shop can reach the port and names the buyer in Onsale-Buyer, give --trust-buyer-header");
        }
    }

    /**
     * Threads that serve HTTP unless told otherwise: one for each processor, up to two. More only pay once the ledger's writer, the
     * collector and the network have processors of their own.
     */
    public static int eventLoopsDefault() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }

    /** Whether only this machine can reach a port at that address. A name is not looked up: but for localhost, it may mean anything. */
    private static boolean isLoopback(String host) {
        try {
            return host.equalsIgnoreCase("localhost")
                    || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /**
     * Checks the URL of an order book as far as that can be told without opening it.
     *
     * @throws InvalidOptionException if it cannot be one; the message does not repeat it, since it may hold a password
     */
    public static void checkOrders(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new InvalidOptionException(
                    "--orders", "must be the URL of a PostgreSQL, such as jdbc:postgresql://host/database?user=name");
        }
    }

    static void checkFiles(String option, List<Path> files, int max) {
        if (files.size() > max) {
            throw new InvalidOptionException(
                    option, "may be given " + max + " times, but is given " + files.size() + " times");
        }
        Set<Path> seen = new HashSet<>();
        for (Path file : files) {
            checkNotEmpty(option, file);
            if (!seen.add(file)) {
                throw new InvalidOptionException(option, "names the file " + file + " twice");
            }
        }
    }

    private static void checkNotEmpty(String option, Path path) {
        if (path.toString().isBlank()) {
            throw new InvalidOptionException(option, "must name a file or folder, but is empty");
        }
    }

    private static void checkRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidOptionException(option, "must be " + min + " to " + max + ", but is " + value);
        }
    }

    /** All but the secrets, which appear as set or not set. */
    @Override
    public String toString() {
        return "NodeOptions[host=" + host + ", port=" + port + ", data=" + data + ", ledger="
                + (ledger == null ? "not set" : "set") + ", replicas=" + replicas + ", keepEvents=" + keepEvents
                + ", orders="
                + (orders == null ? "not set" : "set") + ", ordersPassword="
                + (ordersPassword == null ? "not set" : "set") + ", weight=" + weight + ", localStock=" + localStock
                + ", demo=" + demo + ", saleFiles="
                + saleFiles + ", ticketSale=" + ticketSale + ", ticketGuests=" + ticketGuests + ", statLog=" + statLog
                + ", eventLoops=" + eventLoops
                + ", acceptedLoss=" + acceptedLoss
                + ", identity=" + identity + "]";
    }
}
