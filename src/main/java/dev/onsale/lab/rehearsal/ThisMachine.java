package dev.onsale.lab.rehearsal;

import com.sun.management.OperatingSystemMXBean;
import dev.onsale.lab.report.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that a rehearsal runs on, for its report. */
final class ThisMachine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private ThisMachine() {}

    static Report.Machine facts() {
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
        return new Report.Machine(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                memory,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version", System.getProperty("java.vm.name")) + ", "
                        + System.getProperty("java.version"));
    }

    private static String processor() {
        try {
            return Files.readString(PROCESSORS, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            // Not a Linux: then the kind of processor is all that is known.
            return System.getProperty("os.arch");
        }
    }
}
