package dev.onsale.nemesis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A wall clock that can be set while a program runs by it, see {@code wallclock.c}. One thread at a time. */
final class WallClock {

    private final Path library;
    private final Path file;

    private WallClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** Makes one that goes right. */
    static WallClock make(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("wallclock.so");
        try (InputStream source = Objects.requireNonNull(WallClock.class.getResourceAsStream("/nemesis/wallclock.c"))) {
            Path text = folder.resolve("wallclock.c");
            Files.copy(source, text);
            List<String> command =
                    new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-O2", "-fno-builtin", "-nostdlib"));
            command.addAll(List.of("-o", library.toString(), text.toString()));
            Process compiler =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) {
                throw new AssertionError("gcc: " + said);
            }
        }
        WallClock clock = new WallClock(library, folder.resolve("wallclock"));
        clock.set(0);
        return clock;
    }

    /** What a program has to be started with. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "WALLCLOCK_FILE", file.toString());
    }

    /** Sets it so many seconds before or behind the true time, at once. */
    void set(long seconds) throws IOException {
        ByteBuffer millis = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        millis.putLong(seconds * 1_000).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(millis, 0);
        }
    }
}
