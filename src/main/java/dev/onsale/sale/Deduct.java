package dev.onsale.sale;

import java.util.Locale;

/** When an order takes its seats from the stock: the three policies of the 12306 article. */
public enum Deduct {
    /** At once, and back again unless paid in time (预扣库存). Neither oversells nor undersells. */
    HOLD,
    /** At once and for good, paid or not (下单减库存). Undersells when buyers do not pay. */
    ORDER,
    /** Only when paid (支付减库存). Accepts more orders than seats; the late payer is refunded. */
    PAYMENT;

    /** As it is written in JSON, YAML and the journal. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
