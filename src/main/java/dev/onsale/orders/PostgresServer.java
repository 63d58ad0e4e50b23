package dev.onsale.orders;

import dev.onsale.config.BookLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL order book is, how it is connected to, and what its errors mean to an operator. Immutable. Nothing that it says
 * has the password or anything else behind the URL's question mark in it.
 */
final class PostgresServer {

    /** SQL states of a server that is not there, not yet, or not any more (PostgreSQL manual, appendix A). */
    private static final Set<String> AWAY_STATES = Set.of(
            "08000", "08001", "08003", "08006", // no connection
            "57P01", "57P02", "57P03", "57P05", // shut down, crashed, starting, idle for too long
            "25P03", // stood still within a transaction
            "53300"); // no connection is left

    private final String url;
    private final Properties properties;
    private final String name;

    /**
     * @param url {@code jdbc:postgresql://host:port/database?user=…}, as the driver understands it
     * @param password null for the one in the URL, or none
     * @throws OrderBookException if the driver does not understand the URL
     */
    PostgresServer(String url, @Nullable String password) {
        // Other programs' URLs have user:password@ there. The driver would take it for a part of the host, and it would
        // be told.
        boolean hasUser = url.split("\\?", 2)[0].contains("@");
        Properties parsed =
                url.startsWith("jdbc:postgresql:") && !hasUser ? Driver.parseURL(url, new Properties()) : null;
        if (parsed == null) {
            throw new OrderBookException(
                    "The order book's URL is not understood. Write it as jdbc:postgresql://host:port/database?user=name,"
                            + " percent-encoding every special character.");
        }
        this.url = url;
        this.properties = parsed;
        this.name = PGProperty.PG_HOST.getOrDefault(parsed) + ":" + PGProperty.PG_PORT.getOrDefault(parsed) + "/"
                + PGProperty.PG_DBNAME.getOrDefault(parsed);
        if (password != null) {
            PGProperty.PASSWORD.set(parsed, password);
        }
    }

    /** For people: the order book and where it is. */
    String title() {
        return "The order book in PostgreSQL at " + name;
    }

    /**
     * A connection for the one who writes. The server looks after it: if this process or its machine is gone, it is ended within
     * {@link BookLimits#BOOK_DEAD_WRITER_SECONDS_MAX}, and whatever it has claimed is free.
     */
    Connection connectToWrite() throws SQLException {
        int probes = 3;
        int seconds = BookLimits.BOOK_DEAD_WRITER_SECONDS_MAX / (2 * probes);
        Connection connection = source(
                        "onsale order book",
                        BookLimits.BOOK_WRITE_SECONDS_MAX,
                        "-c lock_timeout=" + BookLimits.BOOK_BUSY_MILLIS_MAX
                                + " -c idle_in_transaction_session_timeout="
                                + BookLimits.BOOK_DEAD_WRITER_SECONDS_MAX + "s"
                                + " -c tcp_keepalives_idle=" + BookLimits.BOOK_DEAD_WRITER_SECONDS_MAX / 2
                                + " -c tcp_keepalives_interval=" + seconds
                                + " -c tcp_keepalives_count=" + probes)
                .getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Connections for listings, which answer soon or not at all. */
    PGSimpleDataSource listings() {
        return source(
                "onsale listings",
                1 + BookLimits.BOOK_QUERY_MILLIS_MAX / 1_000,
                "-c statement_timeout=" + BookLimits.BOOK_QUERY_MILLIS_MAX);
    }

    /** A connection that sees the book as it is at its first look, and writes nothing. */
    Connection connectToLook() throws SQLException {
        Connection connection =
                source("onsale audit", BookLimits.BOOK_WRITE_SECONDS_MAX, "").getConnection();
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return connection;
    }

    private PGSimpleDataSource source(String application, int answerSeconds, String settings) {
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setPassword(PGProperty.PASSWORD.getOrNull(properties));
            source.setApplicationName(application);
            source.setConnectTimeout(BookLimits.BOOK_CONNECT_SECONDS_MAX);
            source.setLoginTimeout(BookLimits.BOOK_CONNECT_SECONDS_MAX);
            source.setSocketTimeout(answerSeconds);
            source.setTcpKeepAlive(true);
            String own = PGProperty.OPTIONS.getOrNull(properties);
            String all = own == null ? settings : own + " " + settings;
            if (!all.isBlank()) {
                source.setOptions(all);
            }
            return source;
        } catch (IllegalArgumentException e) {
            throw new OrderBookException(title() + " has a setting in its URL that is not understood.", e);
        }
    }

    /** Whether the cause is that the server is not there now, so that trying later may help. */
    static boolean isAway(SQLException cause) {
        String state = cause.getSQLState();
        return state != null && AWAY_STATES.contains(state);
    }

    /** What a failure means to an operator. */
    OrderBookException failure(SQLException cause) {
        return new OrderBookException(title() + " " + meaning(cause), cause);
    }

    private static String meaning(SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        if (isAway(cause)) {
            return "cannot be reached: " + firstLine(cause) + ". Check that it runs, and that host and port are right.";
        }
        return switch (state) {
            case "28P01", "28000", "08004" ->
                "does not let this user in. Check user= in the URL, the password (ONSALE_ORDERS_PASSWORD), and the server's"
                        + " pg_hba.conf.";
            case "3D000" -> "has no such database. Create it (createdb), or name another in the URL.";
            case "42501" ->
                "may not be used by this user. Let the user create tables in the schema (GRANT USAGE, CREATE ON SCHEMA"
                        + " public), or make it the tables' owner.";
            case "25006" ->
                "is read-only: a standby, perhaps. Name the primary, or add targetServerType=primary to the URL.";
            case "53100" -> "has no room left on its disk. Free some space.";
            case "55P03", "40P01" ->
                "is locked by another program. End that program's transaction, such as a psql with an open one.";
            case "57014" ->
                "took longer than " + BookLimits.BOOK_QUERY_MILLIS_MAX + " ms to answer. Ask for fewer orders.";
            case "42P01", "42703" ->
                "has no order book's tables, or not all of them. They are laid out by a node with --orders.";
            // There are some hundred states; the others are told in the server's own words.
            default -> "cannot be used: " + firstLine(cause) + " (SQL state " + state + ").";
        };
    }

    private static String firstLine(SQLException cause) {
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceAll("\\.$", "");
    }
}
