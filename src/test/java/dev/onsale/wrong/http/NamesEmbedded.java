package dev.onsale.wrong.http;

import dev.onsale.wrong.ledger.embedded.EmbeddedLedger;

/** Wrong: only Node names the implementation. */
public record NamesEmbedded(EmbeddedLedger ledger) {}
