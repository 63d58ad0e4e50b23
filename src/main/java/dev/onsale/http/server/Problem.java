package dev.onsale.http.server;

import dev.onsale.ledger.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer no, as {@code application/problem+json} (RFC 9457).
 *
 * @param type which kind
 * @param detail a sentence about this case
 * @param field which part of the request is at fault, or null
 * @param opensAt when the sale opens, RFC 3339, or null
 * @param limit the bound that was reached, or null
 * @param retryAfterSeconds when to ask again, or 0
 * @param instance names this one case, or null
 */
public record Problem(
        ProblemType type,
        String detail,
        @Nullable String field,
        @Nullable String opensAt,
        @Nullable Long limit,
        int retryAfterSeconds,
        @Nullable String instance) {

    /** Seconds after which to ask again when the node itself, and not the ledger, has too much to do. */
    private static final int RETRY_AFTER_SECONDS = 1;

    /** A problem that says nothing of its case. */
    public static Problem of(ProblemType type) {
        return of(type, type.meaning());
    }

    /** Whether it says nothing of its case, and so is the same each time. */
    public boolean isConstant() {
        return detail.equals(type.meaning())
                && field == null
                && opensAt == null
                && limit == null
                && retryAfterSeconds <= RETRY_AFTER_SECONDS
                && instance == null;
    }

    /** A problem with a sentence about its case. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, null, null, null, 0, null);
    }

    /** A part of the request is not what it must be; {@code sentence} says what it must be. */
    public static Problem badInput(String field, String sentence) {
        return ofField(ProblemType.BAD_INPUT, field, sentence);
    }

    /** The request does not show who sends it. */
    public static Problem unauthenticated(String detail) {
        return of(ProblemType.UNAUTHENTICATED, detail);
    }

    /** Whoever shows the token for payments wants something else. */
    public static Problem paymentsAlone() {
        return of(ProblemType.NOT_ALLOWED, "The token for payments reports payments, and does nothing else.");
    }

    /** A bound was reached. */
    public static Problem limited(ProblemType type, String detail, long limit) {
        return new Problem(type, detail, null, null, limit, 0, null);
    }

    /** The node itself has too much to do. */
    public static Problem busy() {
        return busy(RETRY_AFTER_SECONDS);
    }

    /** A bug; the log says more under {@code incident}. */
    public static Problem internal(String incident) {
        ProblemType type = ProblemType.INTERNAL;
        return new Problem(type, type.meaning(), null, null, null, 0, incident);
    }

    /** What a refusal looks like. A bad journey's field is {@code from} unless the caller knows better. */
    public static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.UnknownSale() -> of(ProblemType.UNKNOWN_SALE);
            case Refusal.NotOpen(long opensAt) -> notOpen(opensAt);
            case Refusal.Paused() -> of(ProblemType.PAUSED);
            case Refusal.Closed() -> of(ProblemType.CLOSED);
            case Refusal.UnknownTier() -> of(ProblemType.UNKNOWN_TIER);
            case Refusal.BadJourney(String why) -> ofField(ProblemType.BAD_JOURNEY, "from", why);
            case Refusal.BadQuantity(int max) ->
                new Problem(ProblemType.BAD_QUANTITY, "must be 1 to " + max, "quantity", null, (long) max, 0, null);
            case Refusal.KeyReused() -> of(ProblemType.KEY_REUSED);
            case Refusal.BuyerLimit(int limit, int has) ->
                limited(
                        ProblemType.BUYER_LIMIT,
                        "A buyer may have " + limit + " seats of this sale, and this one has " + has + " already.",
                        limit);
            case Refusal.TooManyOrders(int limit) ->
                limited(
                        ProblemType.TOO_MANY_ORDERS,
                        "This buyer has made " + limit + " orders in this sale, and no more are kept for one.",
                        limit);
            case Refusal.SoldOut() -> of(ProblemType.SOLD_OUT);
            case Refusal.LedgerFull() -> of(ProblemType.LEDGER_FULL);
            case Refusal.UnknownOrder() -> of(ProblemType.UNKNOWN_ORDER);
            case Refusal.NotYours() -> of(ProblemType.NOT_YOURS);
            case Refusal.Already(var state) -> of(ProblemType.already(state));
            case Refusal.SaleExists() -> of(ProblemType.SALE_EXISTS);
            case Refusal.BadChange(String field, String why) -> ofField(ProblemType.BAD_CHANGE, field, why);
            case Refusal.NotAdmitted() -> of(ProblemType.NOT_ADMITTED);
            case Refusal.Busy(int seconds) -> busy(seconds);
        };
    }

    /** Of which kind a refusal is. */
    public static ProblemType type(Refusal refusal) {
        return refusal instanceof Refusal.SoldOut()
                ? ProblemType.SOLD_OUT
                : of(refusal).type();
    }

    /** A problem with one part of the request. */
    public static Problem ofField(ProblemType type, String field, String detail) {
        return new Problem(type, detail, field, null, null, 0, null);
    }

    private static Problem notOpen(long opensAtMillis) {
        String opensAt = Instant.ofEpochMilli(opensAtMillis).toString();
        return new Problem(ProblemType.NOT_OPEN, "The sale opens at " + opensAt + ".", null, opensAt, null, 0, null);
    }

    private static Problem busy(int seconds) {
        ProblemType type = ProblemType.BUSY;
        return new Problem(type, type.meaning(), null, null, null, seconds, null);
    }
}
