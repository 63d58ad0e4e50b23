package dev.onsale.sale;

/**
 * An amount of money.
 *
 * @param value in minor units of the currency: 55300 CNY is 553 yuan; never negative
 * @param currency three letters of ISO 4217
 */
public record Money(long value, String currency) {

    /** This amount, {@code quantity} times; throws {@link ArithmeticException} rather than wrap around. */
    public Money times(int quantity) {
        return new Money(Math.multiplyExact(value, quantity), currency);
    }
}
