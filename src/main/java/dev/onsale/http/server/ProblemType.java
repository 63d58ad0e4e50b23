package dev.onsale.http.server;

import dev.onsale.ledger.OrderState;
import java.util.Locale;

/**
 * Every kind of problem (RFC 9457) that an answer can be. The code is stable and ends the {@code type}, as in
 * {@code /problems/sold_out}; status and title belong to the kind, the detail to the case.
 */
public enum ProblemType {
    BAD_REQUEST(400, "Not a request", "The bytes that came are not a request of HTTP/1.1. Nothing was done."),
    BAD_INPUT(
            400,
            "Bad input",
            "A field is missing, unknown or not what it must be. \"field\" names it; nothing was changed."),
    BAD_JOURNEY(
            400,
            "No such journey",
            "\"from\" and \"to\" must be stops of the sale, in its order; a sale without stops has neither."),
    BAD_QUANTITY(400, "Bad quantity", "An order takes from one seat up to \"limit\"."),
    BAD_CHANGE(
            400,
            "Bad change",
            "What is wanted of the sale cannot be. \"field\" names what is at fault; nothing was changed."),
    UNAUTHENTICATED(
            401,
            "Who is asking?",
            "The request does not show who sends it, or shows something that does not hold. A buyer sends a token of"
                    + " the shop's as Authorization: Bearer or, where the node knows no key, is named in Onsale-Buyer; an"
                    + " operator sends the operators' token, and whoever reports payments the one for payments."),
    OPERATORS_ONLY(403, "For operators", "Only whoever shows the operators' token may do this."),
    NOT_ALLOWED(
            403,
            "Not allowed",
            "Who asks is known, and may not do this. \"detail\" says who may; nothing was changed."),
    NOT_OPEN(403, "Not open yet", "The sale opens at \"opensAt\"."),
    BUYER_LIMIT(403, "Buyer's limit", "The buyer would have more seats than the sale allows, which is \"limit\"."),
    TOO_MANY_ORDERS(
            403,
            "Too many orders",
            "The buyer has made \"limit\" orders in this sale, whatever became of them. No more are kept for one buyer."),
    NOT_YOURS(403, "Somebody else's order", "The order belongs to another buyer."),
    NOT_ADMITTED(403, "Not admitted", "The waiting room has not let this buyer in."),
    UNKNOWN_PATH(404, "No such page", "Nothing is at this path. /docs describes what there is."),
    UNKNOWN_SALE(404, "No such sale", "No sale has this id."),
    UNKNOWN_TIER(404, "No such tier", "The sale has no tier with this id."),
    UNKNOWN_ORDER(404, "No such order", "No order has this id."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "The header Allow names the methods that this path knows."),
    SLOW_BODY(408, "Body too slow", "The request's body did not arrive in time. Nothing was done."),
    SOLD_OUT(409, "Sold out", "Fewer seats are free than were asked for. Seats may come back while others do not pay."),
    PAUSED(409, "Paused", "An operator has paused the sale."),
    CLOSED(409, "Closed", "The sale is over."),
    SALE_EXISTS(409, "Sale exists", "A different sale has this id."),
    ALREADY_HELD(409, "Order is held", "The order is held, which does not allow what was asked."),
    ALREADY_PLACED(409, "Order is placed", "The order is placed, which does not allow what was asked."),
    ALREADY_PAID(409, "Order is paid", "The order is paid, which does not allow what was asked."),
    ALREADY_RELEASED(409, "Order is released", "The order was given back, which does not allow what was asked."),
    ALREADY_EXPIRED(409, "Order has expired", "The order was not paid in time, which does not allow what was asked."),
    ALREADY_REFUND_DUE(409, "Refund is due", "The order's money must go back, which does not allow what was asked."),
    ALREADY_REFUNDED(409, "Order is refunded", "The order's money went back, which does not allow what was asked."),
    BODY_TOO_LARGE(413, "Body too large", "The request's body has more bytes than \"limit\". Nothing was done."),
    URI_TOO_LONG(414, "Request line too long", "The request line has more bytes than \"limit\". Nothing was done."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "The body must be JSON: Content-Type: application/json."),
    KEY_REUSED(
            422,
            "Key reused",
            "The idempotency key was used for another request. Take a new key for each order or change."),
    HEADERS_TOO_LARGE(
            431, "Headers too large", "The request's headers have more bytes than \"limit\". Nothing was done."),
    INTERNAL(500, "A fault in the server", "This is a bug. The log says more under the id in \"instance\"."),
    UNAVAILABLE(
            503,
            "Not available now",
            "A part of the node cannot be reached. The node's log says why; ask again later."),
    TIMED_OUT(504, "No answer in time", "The node could not read it in time. Reading changes nothing; ask again."),
    UNKNOWN_OUTCOME(
            504,
            "Outcome not known",
            "Nobody knows yet whether it was done. Ask the same again, with the same Idempotency-Key or payment reference, and you will be"
                    + " told; it is done once."),
    LEDGER_FULL(
            507,
            "No room for orders",
            "The ledger has no memory for another order, or another change of a sale. Orders that were placed can still be paid and given"
                    + " back, and sales paused and closed. The operator has to give the node more memory."),
    BUSY(
            503,
            "Busy",
            "Too much is waiting already, or the ledger cannot be asked now; this request did nothing. Whether an earlier one with the same"
                    + " Idempotency-Key or payment reference did, it does not say. Ask the same again after the seconds in Retry-After.");

    private final String code = name().toLowerCase(Locale.ROOT);
    private final int status;
    private final String title;
    private final String meaning;

    ProblemType(int status, String title, String meaning) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
    }

    /** The last part of the type's URI, and the outcome in the figures. */
    public String code() {
        return code;
    }

    /** Where the type is explained, relative to the node. */
    public String uri() {
        return "/problems/" + code;
    }

    /** The answer's HTTP status. */
    public int status() {
        return status;
    }

    /** What it is called, in a few words. */
    public String title() {
        return title;
    }

    /** What it means and what to do, in a sentence or two. */
    public String meaning() {
        return meaning;
    }

    static ProblemType already(OrderState state) {
        return switch (state) {
            case HELD -> ALREADY_HELD;
            case PLACED -> ALREADY_PLACED;
            case PAID -> ALREADY_PAID;
            case RELEASED -> ALREADY_RELEASED;
            case EXPIRED -> ALREADY_EXPIRED;
            case REFUND_DUE -> ALREADY_REFUND_DUE;
            case REFUNDED -> ALREADY_REFUNDED;
        };
    }
}
