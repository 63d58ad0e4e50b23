package dev.onsale.http.identity;

import dev.onsale.http.answers.Problem;
import dev.onsale.ledger.Party;
import org.jspecify.annotations.Nullable;

/** Who sent a request, as far as they have shown it. */
public sealed interface Caller {

    /**
     * Somebody who shows who they are, or whom the shop in front names.
     *
     * @param name as the shop names them
     */
    record Buyer(String name) implements Caller {}

    /**
     * Whoever runs the sale.
     *
     * @param buyer for whom they act, or null
     */
    record Operator(@Nullable String buyer) implements Caller {}

    /** Somebody who says nothing about themselves. */
    record Nobody() implements Caller {}

    /** Somebody who says something about themselves that does not hold; {@code problem} says what. */
    record Rejected(Problem problem) implements Caller {}

    /** On whose behalf seats are ordered, or null when nobody is named. */
    default @Nullable String orderer() {
        return switch (this) {
            case Buyer(String name) -> name;
            case Operator(String buyer) -> buyer;
            case Nobody() -> null;
            case Rejected(Problem problem) -> null;
        };
    }

    /** As whom the ledger knows them, or null for strangers. */
    default @Nullable Party party() {
        return switch (this) {
            case Buyer(String name) -> new Party.Buyer(name);
            case Operator(String buyer) -> new Party.Operator();
            case Nobody() -> null;
            case Rejected(Problem problem) -> null;
        };
    }
}
