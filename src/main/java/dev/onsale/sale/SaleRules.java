package dev.onsale.sale;

import dev.onsale.config.Limits;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What makes a {@link Sale} one that can be sold. Stateless; any thread. */
public final class SaleRules {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (Limits.SALE_ID_CHARS_MAX - 1) + "}");

    private SaleRules() {}

    /**
     * Checks every field of a sale, the first fault in the order of the fields. One that is still to open {@link Sale#WHEN_OPENED} is checked again
     * when that is known.
     *
     * @throws InvalidSaleException naming the field at fault
     */
    public static void check(Sale sale) throws InvalidSaleException {
        checkId("id", sale.id());
        checkText("name", sale.name());
        checkTimes(sale.opensAt() == Sale.WHEN_OPENED ? 0 : sale.opensAt(), sale.closesAt());
        checkRange("holdSeconds", sale.holdSeconds(), 1, Limits.HOLD_SECONDS_MAX);
        checkRange("perBuyer", sale.perBuyer(), 0, Limits.TIER_SEATS_MAX);
        checkStops(sale.stops());
        if (sale.tiers().isEmpty() || sale.tiers().size() > Limits.SALE_TIERS_MAX) {
            throw new InvalidSaleException("tiers", "must hold 1 to " + Limits.SALE_TIERS_MAX + " tiers");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < sale.tiers().size(); i++) {
            String path = "tiers[" + i + "]";
            Tier tier = sale.tiers().get(i);
            checkTier(path, tier, sale.legs());
            if (!ids.add(tier.id())) {
                throw new InvalidSaleException(path + ".id", "\"" + tier.id() + "\" is the id of another tier too");
            }
        }
    }

    /** Checks the opening times; {@code closesAt} may be {@link Sale#NEVER}. */
    public static void checkTimes(long opensAt, long closesAt) throws InvalidSaleException {
        if (opensAt < 0 || opensAt > Limits.INSTANT_MILLIS_MAX) {
            throw new InvalidSaleException("opensAt", "must lie between the years 1970 and 9999");
        }
        if (closesAt != Sale.NEVER && (closesAt <= opensAt || closesAt > Limits.INSTANT_MILLIS_MAX)) {
            throw new InvalidSaleException("closesAt", "must lie after opensAt and before the year 10000, or be null");
        }
    }

    /** Seats that a tier may have when its sale has {@code legs} legs. */
    public static int capacityMax(int legs) {
        return legs == 1 ? Limits.TIER_SEATS_MAX : Limits.TIER_TRAIN_SEATS_MAX;
    }

    private static void checkStops(List<String> stops) throws InvalidSaleException {
        if (stops.size() == 1 || stops.size() > Limits.SALE_STOPS_MAX) {
            throw new InvalidSaleException("stops", "must hold 2 to " + Limits.SALE_STOPS_MAX + " stops, or none");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < stops.size(); i++) {
            String path = "stops[" + i + "]";
            checkText(path, stops.get(i));
            if (!seen.add(Names.plain(stops.get(i))) && !Stops.closesLoop(stops, i)) {
                throw new InvalidSaleException(
                        path, "\"" + stops.get(i) + "\" stands twice; only a loop may end where it begins");
            }
        }
    }

    private static void checkTier(String path, Tier tier, int legs) throws InvalidSaleException {
        checkId(path + ".id", tier.id());
        checkText(path + ".name", tier.name());
        checkRange(path + ".capacity", tier.capacity(), 1, capacityMax(legs));
        checkRange(path + ".price", tier.price(), 0, Limits.PRICE_MINOR_UNITS_MAX);
        checkCurrency(path + ".currency", tier.currency());
        Set<Journey> seen = new HashSet<>();
        for (int i = 0; i < tier.fares().size(); i++) {
            Fare fare = tier.fares().get(i);
            String farePath = path + ".fares[" + i + "]";
            checkRange(farePath + ".price", fare.price(), 0, Limits.PRICE_MINOR_UNITS_MAX);
            if (fare.journey().to() > legs) {
                throw new InvalidSaleException(farePath, "leads beyond the last stop");
            }
            if (!seen.add(fare.journey())) {
                throw new InvalidSaleException(farePath, "this journey has a fare already");
            }
        }
    }

    private static void checkId(String path, String id) throws InvalidSaleException {
        if (!ID.matcher(id).matches()) {
            throw new InvalidSaleException(
                    path,
                    "must be 1 to " + Limits.SALE_ID_CHARS_MAX
                            + " of a-z, 0-9, dot, underscore and hyphen, beginning with a letter or digit");
        }
    }

    private static void checkText(String path, String text) throws InvalidSaleException {
        if (text.isBlank() || text.length() > Limits.NAME_CHARS_MAX) {
            throw new InvalidSaleException(
                    path, "must be 1 to " + Limits.NAME_CHARS_MAX + " characters, not all blank");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidSaleException(path, "must not contain control characters");
        }
        // Code points that are surrogates are halves of a pair whose other half is missing: JSON and SQL cannot carry
        // them.
        if (text.codePoints().anyMatch(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c))) {
            throw new InvalidSaleException(path, "must not contain half a character (an unpaired surrogate)");
        }
    }

    private static void checkCurrency(String path, String code) throws InvalidSaleException {
        boolean known = Currency.getAvailableCurrencies().stream()
                .anyMatch(currency -> currency.getCurrencyCode().equals(code));
        if (!known) {
            throw new InvalidSaleException(path, "must be a currency of ISO 4217, such as CNY");
        }
    }

    private static void checkRange(String path, long value, long min, long max) throws InvalidSaleException {
        if (value < min || value > max) {
            throw new InvalidSaleException(path, "must be " + min + " to " + max + ", but is " + value);
        }
    }
}
