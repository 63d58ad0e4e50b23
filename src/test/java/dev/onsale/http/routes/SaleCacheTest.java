package dev.onsale.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.config.Limits;
import org.junit.jupiter.api.Test;

/** What is kept of encoded sales: so many, so much, and the youngest. */
class SaleCacheTest {

    private final SaleCache<Integer> cache = new SaleCache<>();

    @Test
    void whatWasPutIsThere() {
        cache.put("a", 1, 10);
        cache.put("b", 2, 10);
        cache.put("a", 3, 10);

        assertThat(cache.get("a")).isEqualTo(3);
        assertThat(cache.get("b")).isEqualTo(2);
        assertThat(cache.get("c")).isNull();
    }

    @Test
    void whatWasAskedLongestAgoGoesWhenThereAreTooMany() {
        for (int i = 0; i < Limits.HTTP_SALES_ENCODED_MAX; i++) {
            cache.put("sale-" + i, i, 1);
        }
        assertThat(cache.get("sale-0")).isEqualTo(0);

        cache.put("one more", -1, 1);

        assertThat(cache.get("sale-1")).isNull();
        assertThat(cache.get("sale-0")).isEqualTo(0);
        assertThat(cache.get("sale-2")).isEqualTo(2);
        assertThat(cache.get("one more")).isEqualTo(-1);
    }

    @Test
    void whatWasAskedLongestAgoGoesWhenItIsTooMuch() {
        int quarter = Limits.HTTP_SALES_ENCODED_BYTES_MAX / 4;
        for (int i = 0; i < 4; i++) {
            cache.put("sale-" + i, i, quarter);
        }
        assertThat(cache.get("sale-0")).isEqualTo(0);

        cache.put("sale-4", 4, quarter);
        // The same again takes no further room.
        cache.put("sale-4", 5, quarter);

        assertThat(cache.get("sale-1")).isNull();
        assertThat(cache.get("sale-0")).isEqualTo(0);
        assertThat(cache.get("sale-2")).isEqualTo(2);
        assertThat(cache.get("sale-4")).isEqualTo(5);
    }

    @Test
    void whatWouldCrowdOutTheRestIsNotKept() {
        cache.put("small", 1, 100);
        cache.put("large", 2, 100);

        cache.put("large", 3, Limits.HTTP_SALES_ENCODED_BYTES_MAX / 4 + 1);

        assertThat(cache.get("small")).isEqualTo(1);
        assertThat(cache.get("large")).isNull();
    }
}
