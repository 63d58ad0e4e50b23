package dev.onsale.lab.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A way to deduct stock. */
public enum Contender {
    /** Onsale's default. */
    HOLD(
            "hold",
            "Onsale: an order takes its ticket from the stock at once, and gives it back unless it is paid in time.",
            "hold"),
    /** Onsale, ordering first. */
    ORDER("order", "Onsale: an order takes its ticket from the stock for good, paid or not.", "order"),
    /** Onsale, paying first. */
    PAYMENT(
            "payment",
            "Onsale: an order takes nothing; paying does, and who comes too late gets the money back.",
            "payment"),
    /** What people write first. */
    POSTGRES(
            "SQL PostgreSQL",
            "A table of stock, and one transaction for each order: lock the row, look, take, write the order, commit.",
            "order"),
    /** The same, where there is no PostgreSQL. */
    SQLITE("SQL SQLite", "The same transaction in a file, which is locked as a whole.", "order"),
    /** The article's, without its order part. */
    SCRIPT(
            "Redis script",
            "A count in memory, then a script in Redis that asks total >= sold; no order is kept.",
            "order");

    /** Those that are compared unless others are asked for. */
    static final List<Contender> USUAL = List.of(HOLD, ORDER, PAYMENT, POSTGRES, SCRIPT);

    private final String title;
    private final String what;
    private final String deduct;

    Contender(String title, String what, String deduct) {
        this.title = title;
        this.what = what;
        this.deduct = deduct;
    }

    /** As it is written on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The contender of a word, if there is one. */
    public static Optional<Contender> of(String word) {
        return Arrays.stream(values())
                .filter(contender -> contender.word().equals(word))
                .findFirst();
    }

    /** As it is shown. */
    String title() {
        return title;
    }

    /** What it does, in a sentence. */
    String what() {
        return what;
    }

    /** The policy by which the crowd goes: whether waiting for tickets to come back makes sense. */
    String deduct() {
        return deduct;
    }

    /** Whether this program is it. */
    boolean isOnsale() {
        return switch (this) {
            case HOLD, ORDER, PAYMENT -> true;
            case POSTGRES, SQLITE, SCRIPT -> false;
        };
    }
}
