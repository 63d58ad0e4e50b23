package dev.onsale.json;

import dev.onsale.config.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer asks for: {@code {"tier","quantity","from","to"}}. Whether there is such a tier, and whether so many seats may be
 * ordered, is for the ledger to say.
 *
 * @param tier the tier's id
 * @param quantity seats; any number that an int holds
 * @param from name of the stop where the journey begins, or null for the first one
 * @param to name of the stop where it ends, or null for the last one
 */
public record OrderRequest(
        String tier,
        int quantity,
        @Nullable String from,
        @Nullable String to) {

    /**
     * Reads one from JSON.
     *
     * @throws BadInputException naming the field at fault
     */
    public static OrderRequest read(byte[] body) throws BadInputException {
        try (StrictJson json = StrictJson.of(body)) {
            Reader reader = new Reader(json);
            json.object("", reader);
            json.end();
            return reader.request();
        }
    }

    private static final class Reader implements StrictJson.FieldReader {
        private final StrictJson json;
        private @Nullable String tier;
        private @Nullable Integer quantity;
        private @Nullable String from;
        private @Nullable String to;

        Reader(StrictJson json) {
            this.json = json;
        }

        @Override
        public boolean read(String name, String path) throws BadInputException {
            switch (name) {
                case "tier" -> tier = json.text(path, Limits.SALE_ID_CHARS_MAX);
                case "quantity" -> quantity = (int) json.integer(path, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "from" -> from = json.isNull() ? null : json.text(path, Limits.NAME_CHARS_MAX);
                case "to" -> to = json.isNull() ? null : json.text(path, Limits.NAME_CHARS_MAX);
                default -> {
                    return false;
                }
            }
            return true;
        }

        OrderRequest request() throws BadInputException {
            if (tier == null) {
                throw new BadInputException("tier", "is missing; it must be the id of one of the sale's tiers");
            }
            if (quantity == null) {
                throw new BadInputException("quantity", "is missing; it must be the number of seats");
            }
            return new OrderRequest(tier, quantity, from, to);
        }
    }
}
