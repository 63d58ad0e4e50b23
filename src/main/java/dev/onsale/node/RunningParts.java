package dev.onsale.node;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, in its order, to be stopped in reverse. For one thread at a time. */
final class RunningParts implements AutoCloseable {

    private record Part(String name, AutoCloseable closing) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Something was started; it is stopped before all that is here already. */
    void add(String name, AutoCloseable closing) {
        parts.push(new Part(name, closing));
    }

    /** Something was started that has to outlive the part that was added last: it is stopped right after that. */
    void addBeneath(String name, AutoCloseable closing) {
        Part last = parts.pop();
        add(name, closing);
        parts.push(last);
    }

    /**
     * Stops all of it. Bounded in time by the parts.
     *
     * @throws StopException if a part did not stop as it should; the others are stopped all the same
     */
    @Override
    public void close() {
        StopException problems = null;
        for (Part part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.closing().close();
            } catch (Exception e) {
                StopException problem = new StopException(part.name(), e);
                if (problems == null) {
                    problems = problem;
                } else {
                    problems.addSuppressed(problem);
                }
            }
        }
        if (problems != null) {
            throw problems;
        }
    }
}
