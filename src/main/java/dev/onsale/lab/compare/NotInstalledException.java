package dev.onsale.lab.compare;

/** A contender needs a program that is not there. The message says which, and how to get it. */
final class NotInstalledException extends Exception {

    private static final long serialVersionUID = 1L;

    NotInstalledException(String sentence) {
        super(sentence);
    }
}
