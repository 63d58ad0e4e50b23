package dev.onsale.cli;

import dev.onsale.lab.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a process of this machine uses, from when this was made on. */
final class ProcessUsage {

    private static final String PEAK = "VmHWM:";
    private static final int KIBIBYTE = 1024;
    private static final double MILLIS = 1_000;

    private final String name;
    private final long pid;
    private final Duration before;

    ProcessUsage(String name, long pid) {
        this.name = name;
        this.pid = pid;
        this.before = cpu(pid).orElse(Duration.ZERO);
    }

    /** What it has used since; nothing where the process has ended, or the system does not tell. */
    Optional<Report.Usage> now() {
        return cpu(pid).flatMap(cpu ->
                peakBytes().map(peak -> new Report.Usage(name, cpu.minus(before).toMillis() / MILLIS, peak)));
    }

    private static Optional<Duration> cpu(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
    }

    private Optional<Long> peakBytes() {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(PEAK))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException e) {
            // Not a Linux, or the process has ended.
            return Optional.empty();
        }
    }
}
