package dev.onsale.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many buyers at once, each with a thread of their own. */
final class Crowd {

    /** What one buyer does. */
    @FunctionalInterface
    interface Asking {
        /** Buyer {@code buyer} asks for the {@code round}-th time, both counted from 0. */
        void ask(int buyer, int round) throws Exception;
    }

    private Crowd() {}

    /** Lets {@code buyers} ask {@code rounds} times each. The first exception of any of them is thrown when all are done. */
    static void run(int buyers, int rounds, Asking asking) throws Exception {
        List<Callable<Void>> all = new ArrayList<>();
        for (int buyer = 0; buyer < buyers; buyer++) {
            int number = buyer;
            all.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    asking.ask(number, round);
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        }
    }
}
