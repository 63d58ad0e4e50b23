package dev.onsale.audit.repair;

import dev.onsale.audit.LostOrder;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order that a ledger had lost.
 *
 * @param lost what was lost of it
 * @param whyNot why it could not be given back, in words; null if the ledger has it now
 */
public record RepairedOrder(LostOrder lost, @Nullable String whyNot) {}
