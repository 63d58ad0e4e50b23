package dev.onsale.audit;

/** What an audit proves, one line of its report each. */
public enum Check {
    JOURNAL("journal whole"),
    NEVER_TWICE("never twice (law 1)"),
    CONSERVATION("conservation (law 2)"),
    ONCE("once (law 4)"),
    DURABLE("nothing lost (law 3)"),
    DEADLINES("deadlines (law 5)"),
    STATES("states of orders"),
    SEATS("seats of orders"),
    NUMBERS("numbers of orders"),
    MONEY("amounts and payments"),
    SALES("sales and their terms"),
    LEFT_OVER("nothing left over"),
    STATE("the ledger's own state"),
    BOOK("order book");

    private final String title;

    Check(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }
}
