package dev.onsale.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onsale.config.Limits;
import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void multipliesByTheQuantity() {
        assertThat(new Money(55_300, "CNY").times(3)).isEqualTo(new Money(165_900, "CNY"));
        assertThat(new Money(0, "CNY").times(100)).isEqualTo(new Money(0, "CNY"));
    }

    @Test
    void throwsRatherThanWrapAround() {
        Money most = new Money(Long.MAX_VALUE / 2, "CNY");
        assertThat(most.times(2).value()).isEqualTo(Long.MAX_VALUE - 1);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.times(3));
    }

    @Test
    void theDearestOrderThatTheLimitsAllowIsFarFromThat() {
        Money dearest = new Money(Limits.PRICE_MINOR_UNITS_MAX, "CNY").times(Limits.ORDER_SEATS_MAX);
        assertThat(dearest.value()).isEqualTo(100_000_000_000_000L);
    }
}
