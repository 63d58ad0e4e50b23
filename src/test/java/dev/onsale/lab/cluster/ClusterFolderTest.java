package dev.onsale.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {

    private static final int ROUNDS = 10;
    private static final int FOLDERS = 20;
    private static final int FILES = 20;

    /** The thread that stops in order, and the one that a second signal runs on. */
    private static final int THREADS = 2;

    @TempDir
    private Path own;

    @Test
    void itMayBeRemovedByTwoAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                ClusterFolder folder = ClusterFolder.prepare(null);
                for (int i = 0; i < FOLDERS; i++) {
                    Path inner = folder.privateFolder("node-" + i);
                    for (int j = 0; j < FILES; j++) {
                        Files.createFile(inner.resolve("file-" + j));
                    }
                }
                CountDownLatch go = new CountDownLatch(1);
                List<Future<?>> removals = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    removals.add(threads.submit(() -> {
                        go.await();
                        folder.removeIfTemporary();
                        return null;
                    }));
                }
                go.countDown();
                for (Future<?> removal : removals) {
                    assertThatCode(() -> removal.get(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
                }
                assertThat(folder.path()).doesNotExist();
            }
        }
    }

    @Test
    void aFolderOfTheUsersStays() throws Exception {
        ClusterFolder folder = ClusterFolder.prepare(own.resolve("mine"));
        Path file = Files.createFile(folder.privateFolder("redis").resolve("file"));
        folder.removeIfTemporary();

        assertThat(folder.isTemporary()).isFalse();
        assertThat(file).exists();
    }
}
