package dev.onsale.json;

import dev.onsale.config.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Says that an order was paid: {@code {"reference"}}.
 *
 * @param reference the payment's, 1 … {@link Limits#PAYMENT_REFERENCE_CHARS_MAX} characters
 */
public record PaymentRequest(String reference) {

    /**
     * Reads one from JSON.
     *
     * @throws BadInputException naming the field at fault
     */
    public static PaymentRequest read(byte[] body) throws BadInputException {
        try (StrictJson json = StrictJson.of(body)) {
            @Nullable String[] reference = new String[1];
            json.object("", (name, path) -> {
                if (name.equals("reference")) {
                    reference[0] = json.text(path, Limits.PAYMENT_REFERENCE_CHARS_MAX);
                    return true;
                }
                return false;
            });
            json.end();
            if (reference[0] == null || reference[0].isBlank()) {
                throw new BadInputException("reference", "is missing or blank; it must be the payment's reference");
            }
            return new PaymentRequest(reference[0]);
        }
    }
}
