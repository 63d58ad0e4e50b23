package dev.onsale.http.routes;

import dev.onsale.http.server.ConstantReply;
import dev.onsale.http.server.HeaderValues;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Refusal;
import org.jspecify.annotations.Nullable;

/** What {@code /buy/ticket} says, in the words of the article where it has them. Stateless; any thread. */
final class TicketMessages {

    static final String BOUGHT = "抢票成功";
    static final String BAD_REQUEST = "请求无效";
    static final String BAD_IDENTITY = "身份无效";
    static final String WHO_ARE_YOU = "请先登录";

    /** Nobody knows whether there is an order. */
    static final String UNKNOWN = "结果未知";

    static final String PREFETCH = "预取不购票";
    static final String CROSS_SITE = "请从本站购票";

    private TicketMessages() {}

    /** What to say of an order that was placed once and is not good for a ticket any more; null if it is. */
    static @Nullable String over(OrderState state) {
        return switch (state) {
            case HELD, PLACED, PAID -> null;
            case RELEASED -> "订单已取消";
            case EXPIRED -> "订单已过期";
            case REFUND_DUE, REFUNDED -> "订单已退款";
        };
    }

    /** The answer no with this message. */
    static ConstantReply reply(String message) {
        return new ConstantReply(200, HeaderValues.JSON, TicketBody.refused(message));
    }

    static String of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.SoldOut() -> "已售罄";
            case Refusal.NotOpen(long opensAt) -> "未开售";
            case Refusal.Paused() -> "暂停售票";
            case Refusal.Closed() -> "已停售";
            case Refusal.UnknownSale() -> "暂无此票";
            case Refusal.BuyerLimit(int limit, int has) -> "超出限购";
            case Refusal.TooManyOrders(int limit) -> "超出限购";
            case Refusal.LedgerFull() -> "系统繁忙";
            case Refusal.KeyReused() -> "请勿重复提交";
            case Refusal.NotAdmitted() -> "请先排队";
            case Refusal.Busy(int seconds) -> "系统繁忙";
            // None of these can follow from a request that names nothing but a buyer.
            case Refusal.UnknownTier() -> BAD_REQUEST;
            case Refusal.BadJourney(String why) -> BAD_REQUEST;
            case Refusal.BadQuantity(int max) -> BAD_REQUEST;
            case Refusal.UnknownOrder() -> BAD_REQUEST;
            case Refusal.NotYours() -> BAD_REQUEST;
            case Refusal.Already(OrderState state) -> BAD_REQUEST;
            case Refusal.SaleExists() -> BAD_REQUEST;
            case Refusal.BadChange(String field, String why) -> BAD_REQUEST;
        };
    }
}
