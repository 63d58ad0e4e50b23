package dev.onsale.ledger.redis;

import dev.onsale.ledger.CommandId;
import dev.onsale.ledger.Outcome;
import dev.onsale.ledger.Refusal;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a command about a sale came to, as the functions keep it by the command's key in {@code {sale}:changes}: what was asked, and what the sale was made by it,
 * as words with blanks between them. What never changes of a sale is not repeated. Stateless, any thread.
 */
final class SaleAnswer {

    /** What was asked, status, opening and closing time; then a capacity for each tier. */
    private static final int WORDS_BEFORE_TIERS = 4;

    private SaleAnswer() {}

    static String write(CommandId id, Sale becomes) {
        StringBuilder text = new StringBuilder()
                .append(Long.toHexString(id.asked()))
                .append(' ')
                .append(becomes.status().name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(becomes.opensAt())
                .append(' ')
                .append(becomes.closesAt());
        becomes.tiers().forEach(tier -> text.append(' ').append(tier.capacity()));
        return text.toString();
    }

    /**
     * The outcome for a command that comes again.
     *
     * @param opened the sale, with what never changes of it
     * @param repeated whether its asker was told before
     * @throws RedisLedgerException if something else has written the text
     */
    static Outcome read(String text, CommandId id, Sale opened, boolean repeated) {
        String[] words = text.split(" ", -1);
        try {
            if (words.length != WORDS_BEFORE_TIERS + opened.tiers().size()) {
                throw new IllegalArgumentException("it has " + words.length + " words");
            }
            if (Long.parseUnsignedLong(words[0], 16) != id.asked()) {
                return new Outcome.Refused(new Refusal.KeyReused());
            }
            List<Tier> tiers = new ArrayList<>();
            for (int i = 0; i < opened.tiers().size(); i++) {
                tiers.add(opened.tiers().get(i).withCapacity(Integer.parseInt(words[WORDS_BEFORE_TIERS + i])));
            }
            Sale then = opened.with(
                    Status.valueOf(words[1].toUpperCase(Locale.ROOT)),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    tiers);
            return new Outcome.OfSale(then, repeated);
        } catch (IllegalArgumentException e) {
            throw new RedisLedgerException(
                    "What stands in {" + opened.id() + "}:changes for the key " + id.key() + " cannot be read ("
                            + e.getMessage() + "): something else has written it.",
                    e);
        }
    }
}
