package dev.onsale.http.identity;

import dev.onsale.http.server.Problem;
import dev.onsale.http.server.ProblemType;
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

    /** Whoever moves the money. They report payments, and do nothing else. */
    record Payments() implements Caller {}

    /** Somebody who says nothing about themselves. */
    record Nobody() implements Caller {}

    /** Somebody who says something about themselves that does not hold; {@code problem} says what. */
    record Rejected(Problem problem) implements Caller {}

    /** On whose behalf seats are ordered, or null when nobody is named. */
    default @Nullable String orderer() {
        return switch (this) {
            case Buyer(String name) -> name;
            case Operator(String buyer) -> buyer;
            case Payments() -> null;
            case Nobody() -> null;
            case Rejected(Problem problem) -> null;
        };
    }

    /** Why they may not report payments, or null if they may: who moves the money says that it came, and nobody else. */
    default @Nullable Problem mayNotReportPayments() {
        return switch (this) {
            case Operator(String buyer) -> null;
            case Payments() -> null;
            case Buyer(String name) ->
                Problem.of(
                        ProblemType.NOT_ALLOWED,
                        "That money came is said by whoever moves it, with the operators' token or the one for payments,"
                                + " and not by a buyer. Nothing was changed.");
            case Nobody() ->
                Problem.unauthenticated("That money came is said with the operators' token or the one for payments, as"
                        + " Authorization: Bearer. Nothing was changed.");
            case Rejected(Problem problem) -> problem;
        };
    }
}
