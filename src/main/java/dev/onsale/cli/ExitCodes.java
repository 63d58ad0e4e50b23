package dev.onsale.cli;

/** With which code the program ends. */
public final class ExitCodes {

    /** It did what was asked; a server: it was told to stop, and stopped in order. */
    public static final int OK = 0;

    /** It could not do what was asked, or (audit) a law is broken; a sentence on stderr says why. */
    public static final int FAILED = 1;

    /** The command line makes no sense; a sentence on stderr says why. */
    public static final int USAGE = 2;

    /**
     * The ledger could no longer make anything durable, or contradicts itself, and the node ended at once; what was
     * answered before is safe. {@code EX_IOERR} of {@code sysexits.h}.
     */
    public static final int LEDGER_FAILED = 74;

    /** A signal came again while the server was stopping, which ended it at once: this and the signal's number. */
    public static final int SIGNAL_BASE = 128;

    private ExitCodes() {}
}
