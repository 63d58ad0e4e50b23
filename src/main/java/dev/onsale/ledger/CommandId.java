package dev.onsale.ledger;

import dev.onsale.sale.Sale;
import dev.onsale.sale.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an operator's command is known by when it comes again: the key that it was sent with, and a fingerprint of what was asked under it, by which another
 * question under the same key is found out.
 *
 * @param key 1 … {@code Limits.IDEMPOTENCY_KEY_CHARS_MAX} characters; empty for none
 * @param asked equal for equal questions
 */
public record CommandId(String key, long asked) {

    /** Of a command that nobody will know again. */
    public static final CommandId NONE = new CommandId("", 0);

    /** Whether there is a key. */
    public boolean isKeyed() {
        return !key.isEmpty();
    }

    /** Of an opening; {@link #NONE} if it has no key. */
    public static CommandId of(Command.OpenSale command) {
        return command.key().isEmpty()
                ? NONE
                : new CommandId(command.key(), fingerprint("open " + describe(command.sale())));
    }

    /** Of a change. */
    public static CommandId of(Command.ChangeSale command) {
        SaleChange change = command.change();
        // By the tiers' names, since a map's own order differs from run to run.
        Map<String, Integer> stock = new TreeMap<>(change.addStock());
        return new CommandId(
                command.key(),
                fingerprint(
                        "change " + change.status() + ' ' + change.opensAt() + ' ' + change.closesAt() + ' ' + stock));
    }

    private static String describe(Sale sale) {
        StringBuilder text = new StringBuilder();
        add(text, sale.id());
        add(text, sale.name());
        text.append(sale.opensAt()).append(' ').append(sale.closesAt()).append(' ');
        text.append(sale.holdSeconds()).append(' ').append(sale.deduct().word()).append(' ');
        text.append(sale.perBuyer()).append(' ').append(sale.buyerRefunds()).append(' ');
        text.append(sale.status());
        sale.stops().forEach(stop -> add(text, stop));
        for (Tier tier : sale.tiers()) {
            text.append(" tier ");
            add(text, tier.id());
            add(text, tier.name());
            add(text, tier.currency());
            text.append(tier.capacity()).append(' ').append(tier.price());
            tier.fares().forEach(fare -> text.append(' ')
                    .append(fare.journey().from())
                    .append('-')
                    .append(fare.journey().to())
                    .append('=')
                    .append(fare.price()));
        }
        return text.toString();
    }

    /** With its length, so that two texts are not taken for two others that run together alike. */
    private static void add(StringBuilder text, String word) {
        text.append(' ').append(word.length()).append(':').append(word).append(' ');
    }

    private static long fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether this asks the same as a command that came under the same key. */
    boolean asksTheSameAs(CommandId other) {
        return asked == other.asked && Objects.equals(key, other.key);
    }
}
