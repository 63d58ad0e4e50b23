package dev.onsale.lab.rehearsal;

/** What a buyer asks the server for. */
enum Call {
    /** A ticket. */
    ORDER("order"),
    /** The same once more, with the answer in the hand. */
    REPEAT("order"),
    /** To have paid. */
    PAYMENT("payment"),
    /** What is free. */
    STOCK("availability");

    private final String word;

    Call(String word) {
        this.word = word;
    }

    /** As the report has it. */
    String word() {
        return word;
    }
}
