package dev.onsale.sale;

/**
 * The price of a part of the way, where it differs from the tier's price.
 *
 * @param journey the part of the way
 * @param price minor units of the tier's currency, for one seat
 */
public record Fare(Journey journey, long price) {}
