package dev.onsale.sale;

import java.util.List;

/**
 * A class of seats with one price.
 *
 * @param id unique within the sale
 * @param name for people
 * @param capacity seats, numbered {@code 1 … capacity}
 * @param price minor units for one seat over the whole way
 * @param currency three letters of ISO 4217
 * @param fares prices of parts of the way; a journey that is not in it costs {@code price}
 */
public record Tier(String id, String name, int capacity, long price, String currency, List<Fare> fares) {

    public Tier {
        fares = List.copyOf(fares);
    }

    /** What one seat costs over {@code journey}. */
    public Money fare(Journey journey) {
        for (Fare fare : fares) {
            if (fare.journey().equals(journey)) {
                return new Money(fare.price(), currency);
            }
        }
        return new Money(price, currency);
    }

    Tier plain() {
        return new Tier(id, Names.plain(name), capacity, price, currency, fares);
    }

    /** An equal tier that has whatever is alike from one of a list, if there is one at that place. */
    Tier sharing(int place, List<Tier> others) {
        if (place < 0) {
            return this;
        }
        Tier other = others.get(place);
        Tier made = other.capacity() == capacity ? other : other.withCapacity(capacity);
        return made.equals(this) ? made : this;
    }

    /** The same tier with more seats. */
    public Tier withCapacity(int seats) {
        return new Tier(id, name, seats, price, currency, fares);
    }
}
