package dev.onsale.audit;

import dev.onsale.events.Journals;

/**
 * Something that should not be so.
 *
 * @param fault its kind
 * @param journal where, as in {@link Journals#names}
 * @param position of the event where it showed, or of the last one that was looked at
 * @param sentence what is wrong, with names and numbers
 */
public record Finding(Fault fault, String journal, long position, String sentence) {

    /** One in a journal that is the only one of its ledger. */
    public Finding(Fault fault, long position, String sentence) {
        this(fault, Journals.SOLE, position, sentence);
    }
}
