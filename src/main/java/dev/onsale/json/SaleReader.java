package dev.onsale.json;

import dev.onsale.config.Limits;
import dev.onsale.sale.Deduct;
import dev.onsale.sale.Fare;
import dev.onsale.sale.InvalidSaleException;
import dev.onsale.sale.Journey;
import dev.onsale.sale.Names;
import dev.onsale.sale.Sale;
import dev.onsale.sale.SaleRules;
import dev.onsale.sale.Status;
import dev.onsale.sale.Stops;
import dev.onsale.sale.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sale as an operator writes it. What is left out: {@code opensAt} is the moment at which the sale is put on sale, {@code closesAt} never, {@code holdSeconds} 600,
 * {@code deduct} hold, {@code perBuyer} no limit, {@code buyerRefunds} false, {@code stops} none. For one value and one thread.
 */
public final class SaleReader {

    /** {@link Sale#holdSeconds()} of a sale that does not say. */
    public static final int HOLD_SECONDS = 600;

    private static final int FARES_MAX = Limits.SALE_STOPS_MAX * (Limits.SALE_STOPS_MAX - 1) / 2;
    private static final Map<String, Deduct> DEDUCTS =
            Arrays.stream(Deduct.values()).collect(Collectors.toMap(Deduct::word, deduct -> deduct));

    /** A fare before the stops are known, which may follow in the document. */
    private record FareText(String path, String from, String to, long price) {}

    /** A tier before the stops are known. */
    private record TierText(String id, String name, int capacity, long price, String currency, List<FareText> fares) {}

    private final StrictJson json;

    private @Nullable String id;
    private @Nullable String name;
    private long opensAt = Sale.WHEN_OPENED;
    private long closesAt = Sale.NEVER;
    private int holdSeconds = HOLD_SECONDS;
    private Deduct deduct = Deduct.HOLD;
    private int perBuyer = Sale.NO_LIMIT;
    private boolean buyerRefunds;
    private final List<String> stops = new ArrayList<>();
    private @Nullable List<TierText> tiers;

    private SaleReader(StrictJson json) {
        this.json = json;
    }

    /**
     * Reads a sale from JSON in UTF-8.
     *
     * @throws BadInputException naming the field at fault
     */
    public static Sale read(byte[] body) throws BadInputException {
        try (StrictJson json = StrictJson.of(body)) {
            Sale sale = read(json, "");
            json.end();
            return sale;
        }
    }

    /**
     * Reads a sale on which {@code json} stands, and checks it.
     *
     * @param path where it stands in the document; empty for the whole of it
     * @throws BadInputException naming the field at fault
     */
    public static Sale read(StrictJson json, String path) throws BadInputException {
        SaleReader reader = new SaleReader(json);
        json.object(path, reader::field);
        Sale sale = reader.sale(path);
        try {
            SaleRules.check(sale);
        } catch (InvalidSaleException e) {
            throw new BadInputException(at(path, e.field()), e.sentence());
        }
        return sale;
    }

    private boolean field(String field, String path) throws BadInputException {
        switch (field) {
            case "id" -> id = json.text(path, Limits.SALE_ID_CHARS_MAX);
            case "name" -> name = name(path);
            case "opensAt" -> opensAt = Instants.read(json, path);
            case "closesAt" -> closesAt = json.isNull() ? Sale.NEVER : Instants.read(json, path);
            case "holdSeconds" -> holdSeconds = (int) json.integer(path, 1, Limits.HOLD_SECONDS_MAX);
            case "deduct" -> deduct = json.word(path, DEDUCTS);
            case "perBuyer" ->
                perBuyer = json.isNull() ? Sale.NO_LIMIT : (int) json.integer(path, 1, Limits.TIER_SEATS_MAX);
            case "buyerRefunds" -> buyerRefunds = json.bool(path);
            case "stops" -> json.array(path, Limits.SALE_STOPS_MAX, stop -> stops.add(name(stop)));
            case "tiers" -> {
                List<TierText> read = new ArrayList<>();
                json.array(path, Limits.SALE_TIERS_MAX, tier -> read.add(tier(tier)));
                tiers = read;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A name in the form in which names are kept, so that the same one written otherwise is the same. */
    private String name(String path) throws BadInputException {
        return Names.plain(json.text(path, Limits.NAME_CHARS_MAX));
    }

    private TierText tier(String tierPath) throws BadInputException {
        @Nullable String[] texts = new String[3];
        @Nullable Long[] numbers = new Long[2];
        List<FareText> fares = new ArrayList<>();
        json.object(tierPath, (field, path) -> {
            switch (field) {
                case "id" -> texts[0] = json.text(path, Limits.SALE_ID_CHARS_MAX);
                case "name" -> texts[1] = name(path);
                case "currency" -> texts[2] = json.text(path, 3);
                case "capacity" -> numbers[0] = json.integer(path, 1, Limits.TIER_SEATS_MAX);
                case "price" -> numbers[1] = json.integer(path, 0, Limits.PRICE_MINOR_UNITS_MAX);
                case "fares" -> json.array(path, FARES_MAX, fare -> fares.add(fare(fare)));
                default -> {
                    return false;
                }
            }
            return true;
        });
        String tierId = present(tierPath, "id", texts[0]);
        return new TierText(
                tierId,
                texts[1] == null ? tierId : texts[1],
                present(tierPath, "capacity", numbers[0]).intValue(),
                present(tierPath, "price", numbers[1]),
                present(tierPath, "currency", texts[2]),
                fares);
    }

    private FareText fare(String farePath) throws BadInputException {
        @Nullable String[] ends = new String[2];
        @Nullable Long[] price = new Long[1];
        json.object(farePath, (field, path) -> {
            switch (field) {
                case "from" -> ends[0] = json.text(path, Limits.NAME_CHARS_MAX);
                case "to" -> ends[1] = json.text(path, Limits.NAME_CHARS_MAX);
                case "price" -> price[0] = json.integer(path, 0, Limits.PRICE_MINOR_UNITS_MAX);
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new FareText(
                farePath,
                present(farePath, "from", ends[0]),
                present(farePath, "to", ends[1]),
                present(farePath, "price", price[0]));
    }

    private Sale sale(String path) throws BadInputException {
        List<Tier> readTiers = new ArrayList<>();
        for (TierText tier : present(path, "tiers", tiers)) {
            List<Fare> fares = new ArrayList<>();
            for (FareText fare : tier.fares()) {
                fares.add(new Fare(journey(fare), fare.price()));
            }
            readTiers.add(new Tier(tier.id(), tier.name(), tier.capacity(), tier.price(), tier.currency(), fares));
        }
        String saleId = present(path, "id", id);
        return new Sale(
                saleId,
                name == null ? saleId : name,
                opensAt,
                closesAt,
                holdSeconds,
                deduct,
                perBuyer,
                buyerRefunds,
                Status.ACTIVE,
                stops,
                readTiers);
    }

    private Journey journey(FareText fare) throws BadInputException {
        Journey journey = Stops.journey(stops, fare.from(), fare.to());
        if (journey == null) {
            Stops.NoJourney none = Stops.whyNone(stops, fare.from(), fare.to());
            throw new BadInputException(fare.path() + "." + none.field(), none.sentence());
        }
        return journey;
    }

    private static <T> T present(String path, String field, @Nullable T value) throws BadInputException {
        if (value == null) {
            throw new BadInputException(at(path, field), "is missing");
        }
        return value;
    }

    private static String at(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
