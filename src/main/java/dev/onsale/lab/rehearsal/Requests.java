package dev.onsale.lab.rehearsal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of what buyers send: pieces that are the same for all, and numbers between them. Owned by one thread. */
final class Requests {

    private static final int DECIMAL = 10;

    private final byte[] orderHead;
    private final byte[] key = ascii("\r\nIdempotency-Key: ");
    private final byte[] orderTail;
    private final List<byte[]> orderBodies = new ArrayList<>();
    private final byte[] paymentHead = ascii("POST /v1/orders/");
    private final byte[] paymentMiddle;
    private final byte[] paymentBody = ascii("\r\n\r\n{\"reference\":\"receipt-");
    private final byte[] paymentTail = ascii("\"}");
    private final List<byte[]> stock = new ArrayList<>();

    /**
     * @param host of the header
     * @param operatorToken what payments carry: that money came is not said by buyers
     * @param sale id of the sale
     * @param prefix of the buyers' names
     */
    Requests(String host, String operatorToken, String sale, String prefix, Trips trips, boolean train) {
        String common = "Host: " + host + "\r\nContent-Type: application/json\r\n";
        this.orderHead = ascii("POST /v1/sales/" + sale + "/orders HTTP/1.1\r\n" + common + "Onsale-Buyer: " + prefix);
        this.orderTail = ascii("\r\nContent-Length: ");
        this.paymentMiddle = ascii(
                "/payment HTTP/1.1\r\n" + common + "Authorization: Bearer " + operatorToken + "\r\nContent-Length: ");
        for (int trip = 0; trip < trips.count(); trip++) {
            String from = SaleDesk.stop(trips.from(trip));
            String to = SaleDesk.stop(trips.to(trip));
            String journey = train ? ",\"from\":\"" + from + "\",\"to\":\"" + to + "\"" : "";
            String body = "{\"tier\":\"" + SaleDesk.TIER + "\",\"quantity\":1" + journey + "}";
            orderBodies.add(ascii(body.length() + "\r\n\r\n" + body));
            String question = train ? "?from=" + from + "&to=" + to : "";
            stock.add(ascii("GET /v1/sales/" + sale + question + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        }
    }

    /** A buyer's order; the key is the buyer's number, so that it is the same each time. */
    void order(ByteBuffer out, int buyer, int trip) {
        out.put(orderHead);
        number(out, buyer);
        out.put(key);
        number(out, buyer);
        out.put(orderTail).put(orderBodies.get(trip));
    }

    void payment(ByteBuffer out, int buyer, String order) {
        out.put(paymentHead);
        text(out, order);
        out.put(paymentMiddle);
        // Its first four bytes are the end of the head.
        number(out, paymentBody.length - 4 + digits(buyer) + paymentTail.length);
        out.put(paymentBody);
        number(out, buyer);
        out.put(paymentTail);
    }

    void stock(ByteBuffer out, int trip) {
        out.put(stock.get(trip));
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number / DECIMAL; rest > 0; rest /= DECIMAL) {
            digits++;
        }
        return digits;
    }

    /** Not negative. */
    private static void number(ByteBuffer out, int number) {
        int from = out.position();
        int rest = number;
        for (int i = from + digits(number) - 1; i >= from; i--) {
            out.put(i, (byte) ('0' + rest % DECIMAL));
            rest /= DECIMAL;
        }
        out.position(from + digits(number));
    }

    private static void text(ByteBuffer out, String text) {
        for (int i = 0; i < text.length(); i++) {
            out.put((byte) text.charAt(i));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
