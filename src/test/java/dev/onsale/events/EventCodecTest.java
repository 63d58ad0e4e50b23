package dev.onsale.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.ledger.Event;
import dev.onsale.ledger.HistoryWriter;
import dev.onsale.ledger.Order;
import dev.onsale.ledger.OrderId;
import dev.onsale.ledger.OrderState;
import dev.onsale.ledger.Seats;
import dev.onsale.ledger.Seeds;
import dev.onsale.ledger.StockState;
import dev.onsale.sale.Fare;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Money;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SampleSale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventCodecTest {

    private static final Sale TRAIN = SampleSale.train("g1", 3, 40)
            .name("G1 北京南 — 上海虹桥")
            .fares(new Fare(new Journey(0, 2), 31_400))
            .closesAt(SampleSale.OPENS_AT + 5)
            .perBuyer(5)
            .sale();

    private static Order order(String buyer, String key, OrderState state, String reference) {
        return new Order(
                new OrderId(0x0123_4567_89AB_7DEFL, 0x8000_0000_0000_0001L),
                7,
                "g1",
                buyer,
                key,
                "second",
                new Journey(1, 3),
                2,
                Seats.of(17, 3),
                state,
                new Money(110_600, "CNY"),
                SampleSale.OPENS_AT,
                state == OrderState.HELD ? SampleSale.OPENS_AT + 600_000 : Order.NO_DEADLINE,
                reference,
                reference != null);
    }

    private static byte[] frame(List<Event> events, int link) {
        EventEncoder encoder = new EventEncoder();
        events.forEach(encoder::add);
        return encoder.finish(link);
    }

    private static List<Event> decode(byte[] frame) {
        List<Event> events = new ArrayList<>();
        new EventDecoder().decode(frame, events::add);
        return events;
    }

    /** The layout of version 1, byte for byte: journals with it are out there. */
    @Test
    void theLayoutStaysTheSame() {
        byte[] frame = frame(
                List.of(
                        new Event.SaleOpened(1_000, TRAIN),
                        new Event.OrderMoved(SampleSale.OPENS_AT, order("ann", "k", OrderState.HELD, null)),
                        new Event.OrderMoved(SampleSale.OPENS_AT + 9, order("安", "k", OrderState.PAID, "p"))),
                0x01020304);
        assertThat(HexFormat.of().formatHex(frame))
                .isEqualTo("01040302010300000001d00f000467311b4700310020001753ac4e57532000142020000a4e776d79"
                        + "86656880e09ecce5ee018ae09ecce5ee01d8040105000104024102420243024401000c7365636f6e"
                        + "64185365636f6e6420636c6173732884b0030006434e59010002a8f50103b0d09ecce5ee01ef7dab"
                        + "89674523010100000000000080070106616e6e026b020103020211030188e006030004809f490312"
                        + "ef7dab89674523010100000000000080070103895b026b020103020211030388e006031203027002"
                        + "33c64f");
    }

    @Test
    void everyEventOfManyHistoriesComesBack() {
        for (long seed : Seeds.some(200)) {
            List<Event> events = history(seed);
            List<Event> back = new ArrayList<>();
            EventDecoder decoder = new EventDecoder();
            EventEncoder encoder = new EventEncoder();
            Random random = new Random(seed);
            int link = EventCodec.NO_LINK;
            for (Event event : events) {
                encoder.add(event);
                if (random.nextInt(5) == 0) {
                    link = decodeOne(decoder, encoder.finish(link), link, back);
                }
            }
            if (encoder.count() > 0) {
                decodeOne(decoder, encoder.finish(link), link, back);
            }
            assertThat(back).as("seed %d", seed).isEqualTo(events);
        }
    }

    private static int decodeOne(EventDecoder decoder, byte[] frame, int link, List<Event> back) {
        int before = back.size();
        EventCodec.Header header = decoder.decode(frame, back::add);
        assertThat(header).isEqualTo(new EventCodec.Header(link, back.size() - before, EventCodec.checksumOf(frame)));
        return header.checksum();
    }

    private static List<Event> history(long seed) {
        StockState state = new StockState();
        List<Event> events = new ArrayList<>();
        HistoryWriter.write(seed)
                .forEach(command -> state.decide(command).events().forEach(event -> {
                    state.apply(event);
                    events.add(event);
                }));
        return events;
    }

    /** Were it written as UTF-8, half of a pair would come back as a question mark, and the key would be another one. */
    @Test
    void anyTextComesBackAsItWas() {
        for (String text : List.of("", "plain", "ÿ", "Ā", "安", "😀", "\uD800", "x\uDFFF\u0000\uFFFF")) {
            Event event = new Event.OrderMoved(1, order(text, text + "1", OrderState.PAID, text + "2"));
            assertThat(decode(frame(List.of(event), 0))).containsExactly(event);
        }
    }

    @Test
    void anyTimeComesBackAsItWas() {
        for (long at : new long[] {Long.MIN_VALUE, -1, 0, 1, SampleSale.OPENS_AT, Long.MAX_VALUE}) {
            Event event = new Event.OrderMoved(at, order("ann", "k", OrderState.HELD, null));
            assertThat(decode(frame(List.of(event, event), 0))).containsExactly(event, event);
        }
    }

    @Test
    void whatOrdersHaveInCommonIsOneObject() {
        Event event = new Event.OrderMoved(1, order("ann", "k", OrderState.HELD, null));
        EventDecoder decoder = new EventDecoder();
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            decoder.decode(frame(List.of(event), 0), decoded -> orders.add(((Event.OrderMoved) decoded).order()));
        }
        Order one = orders.get(0);
        Order two = orders.get(1);
        assertThat(two.sale()).isSameAs(one.sale());
        assertThat(two.tier()).isSameAs(one.tier());
        assertThat(two.journey()).isSameAs(one.journey());
        assertThat(two.amount()).isSameAs(one.amount());
    }

    @Test
    void aFrameThatChangedByOneBitIsRefused() {
        byte[] frame = frame(List.of(new Event.OrderMoved(1, order("ann", "k", OrderState.HELD, null))), 5);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] changed = frame.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> decode(changed)).isInstanceOf(EventLogException.class);
        }
    }

    @Test
    void aFrameThatIsCutShortIsRefused() {
        byte[] frame = frame(List.of(new Event.SaleOpened(1, TRAIN)), 0);
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> decode(cut)).isInstanceOf(EventLogException.class);
        }
    }

    /** With the checksum put right, as a program would do that writes something else. Nothing but a sentence may come of it. */
    @Test
    void garbageWithARightChecksumIsRefusedOrIsAnotherEvent() {
        int refused = 0;
        for (long seed : Seeds.some(20)) {
            Random random = new Random(seed);
            List<Event> events = history(seed);
            byte[] frame = frame(events.subList(0, Math.min(20, events.size())), 0);
            for (int i = 0; i < 500; i++) {
                byte[] changed = frame.clone();
                changed[random.nextInt(changed.length - 4)] = (byte) random.nextInt();
                putChecksumRight(changed);
                try {
                    decode(changed);
                } catch (EventLogException e) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("seed " + seed + ": not a sentence", e);
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aNewerLayoutIsRefusedWithASentence() {
        byte[] frame = frame(List.of(new Event.SaleOpened(1, TRAIN)), 0);
        frame[0] = EventCodec.VERSION + 1;
        putChecksumRight(frame);
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(EventLogException.class)
                .hasMessage("it has the layout 2, and this program reads up to 1");
    }

    private static void putChecksumRight(byte[] frame) {
        int end = frame.length - Integer.BYTES;
        int checksum = EventCodec.checksum(frame, end);
        for (int i = 0; i < Integer.BYTES; i++) {
            frame[end + i] = (byte) (checksum >>> (8 * i));
        }
    }
}
