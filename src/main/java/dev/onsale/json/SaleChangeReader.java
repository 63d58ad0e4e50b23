package dev.onsale.json;

import dev.onsale.config.Limits;
import dev.onsale.ledger.SaleChange;
import dev.onsale.sale.Sale;
import dev.onsale.sale.Status;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator changes of a sale: {@code {"status","opensAt","closesAt","addStock":{tier: seats}}}, each of them optional,
 * at least one. For one value and one thread.
 */
public final class SaleChangeReader {

    private static final Map<String, Status> STATUSES = Arrays.stream(Status.values())
            .collect(Collectors.toMap(status -> status.name().toLowerCase(Locale.ROOT), status -> status));

    private final StrictJson json;
    private @Nullable Status status;
    private @Nullable Long opensAt;
    private @Nullable Long closesAt;
    private final Map<String, Integer> addStock = new HashMap<>();
    private boolean any;

    private SaleChangeReader(StrictJson json) {
        this.json = json;
    }

    /**
     * Reads a change from JSON in UTF-8.
     *
     * @throws BadInputException naming the field at fault
     */
    public static SaleChange read(byte[] body) throws BadInputException {
        try (StrictJson json = StrictJson.of(body)) {
            SaleChangeReader reader = new SaleChangeReader(json);
            json.object("", reader::field);
            json.end();
            if (!reader.any) {
                throw new BadInputException(
                        StrictJson.BODY, "changes nothing; it may hold status, opensAt, closesAt and addStock");
            }
            return new SaleChange(reader.status, reader.opensAt, reader.closesAt, reader.addStock);
        }
    }

    private boolean field(String name, String path) throws BadInputException {
        any = true;
        switch (name) {
            case "status" -> status = json.word(path, STATUSES);
            case "opensAt" -> opensAt = Instants.read(json, path);
            case "closesAt" ->
                closesAt = json.isNull() ? Long.valueOf(Sale.NEVER) : Long.valueOf(Instants.read(json, path));
            case "addStock" -> json.object(path, this::addStock);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean addStock(String tier, String path) throws BadInputException {
        if (addStock.size() == Limits.SALE_TIERS_MAX) {
            throw new BadInputException("addStock", "must name at most " + Limits.SALE_TIERS_MAX + " tiers");
        }
        addStock.put(tier, (int) json.integer(path, 1, Limits.TIER_SEATS_MAX));
        return true;
    }
}
