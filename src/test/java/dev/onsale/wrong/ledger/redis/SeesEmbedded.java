package dev.onsale.wrong.ledger.redis;

import dev.onsale.wrong.ledger.embedded.EmbeddedLedger;

/** Wrong: the ledgers never see each other. */
public record SeesEmbedded(EmbeddedLedger ledger) {}
