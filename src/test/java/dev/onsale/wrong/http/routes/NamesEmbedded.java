package dev.onsale.wrong.http.routes;

import dev.onsale.wrong.ledger.embedded.EmbeddedLedger;

/** Wrong: only Node names the implementation. */
public record NamesEmbedded(EmbeddedLedger ledger) {}
