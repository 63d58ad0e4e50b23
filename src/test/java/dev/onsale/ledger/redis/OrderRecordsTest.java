package dev.onsale.ledger.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What something else has written is not taken for an order. */
class OrderRecordsTest {

    private static final OrderId ID = OrderId.mint(1, "g1", new Random(1));

    /** An order of ann's: paid late, one seat of "second" on the second and third leg. */
    private static byte[] record() {
        byte[] keyField = OrderRecords.keyField("ann", "key");
        byte[] form = OrderRecords.form(1_000, new Journey(1, 3), 1, "second", new Money(5_500, "CNY"));
        byte[] reference = "ref".getBytes(StandardCharsets.UTF_8);
        byte[] record = new byte[2 + 3 * 8 + 3 * 2 + reference.length + 4 + form.length + keyField.length];
        ByteBuffer.wrap(record)
                .put((byte) 3)
                .put((byte) (1 + 4 + 8))
                .putLong(7)
                .putLong(3_000)
                .putLong(2_000)
                .putShort((short) keyField.length)
                .putShort((short) reference.length)
                .put(reference)
                .putShort((short) 1)
                .putInt(42)
                .put(form)
                .put(keyField);
        return record;
    }

    @Test
    void aRecordIsReadAsItIsLaidDown() {
        Event.OfOrder event = OrderRecords.read("g1", ID, record());
        assertThat(event).isInstanceOf(Event.OrderMoved.class);
        var order = event.order();
        assertThat(order.number()).isEqualTo(7);
        assertThat(order.state()).isEqualTo(OrderState.PAID);
        assertThat(order.buyer()).isEqualTo("ann");
        assertThat(order.key()).isEqualTo("key");
        assertThat(order.tier()).isEqualTo("second");
        assertThat(order.journey()).isEqualTo(new Journey(1, 3));
        assertThat(order.quantity()).isEqualTo(1);
        assertThat(order.seats().number(0)).isEqualTo(42);
        assertThat(order.amount()).isEqualTo(new Money(5_500, "CNY"));
        assertThat(order.placedAt()).isEqualTo(1_000);
        assertThat(order.expiresAt()).isEqualTo(2_000);
        assertThat(order.reference()).isEqualTo("ref");
        assertThat(order.recovered()).isTrue();
    }

    @Test
    void recordsStandOneBehindTheOther() {
        byte[] one = record();
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertThat(OrderRecords.readAll("g1", List.of(ID, ID), two)).hasSize(2);
    }

    @Test
    void whatIsTooShortOrTooLongOrOfNoStateIsRefused() {
        byte[] record = record();
        assertRefused(Arrays.copyOf(record, record.length - 1));
        assertRefused(Arrays.copyOf(record, record.length + 1));
        record[0] = 8;
        assertRefused(record);
    }

    private static void assertRefused(byte[] record) {
        assertThatThrownBy(() -> OrderRecords.read("g1", ID, record))
                .isInstanceOf(RedisLedgerException.class)
                .hasMessageContaining("of sale g1 cannot be read")
                .hasMessageEndingWith("Something else has written to {g1}:orders or {g1}:events.");
    }
}
