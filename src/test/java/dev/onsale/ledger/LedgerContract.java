package dev.onsale.ledger;

/**
 * What every {@link Ledger} must do: keep each rule, agree with the model over thousands of random histories, and stay right when
 * many ask at once. A subclass says how to open one, and nothing else; the suite speaks to it through the interface alone,
 * waits for each answer with a time-out, and gives each command its time.
 */
abstract class LedgerContract extends LedgerExamples implements HistoryContract, RaceContract {}
