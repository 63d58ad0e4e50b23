package dev.onsale.gate;

import dev.onsale.ledger.Command;
import dev.onsale.ledger.MemoryLedger;
import dev.onsale.ledger.Outcome;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** A ledger that counts who comes through, and holds back its answers when told to. */
final class WatchedLedger extends MemoryLedger {

    int asked;
    boolean holdsBack;
    final Queue<Runnable> heldBack = new ArrayDeque<>();

    @Override
    public synchronized void submit(Command command, Consumer<Outcome> answer) {
        asked++;
        if (holdsBack) {
            super.submit(command, outcome -> heldBack.add(() -> answer.accept(outcome)));
        } else {
            super.submit(command, answer);
        }
    }

    /** Answers those who wait, and those who are asked for then. */
    void answerAll() {
        for (Runnable answer = heldBack.poll(); answer != null; answer = heldBack.poll()) {
            answer.run();
        }
    }
}
