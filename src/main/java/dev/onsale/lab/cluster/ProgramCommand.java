package dev.onsale.lab.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How this very program was started, so that more of it can be started in the same way. */
final class ProgramCommand {

    /** The kernel's own note: what {@link ProcessHandle} tells of a process ends where a class path is long. */
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private ProgramCommand() {}

    /**
     * The Java, its options and the program of this process, without the program's arguments.
     *
     * @param mainClass the program's main class
     * @param options for the JVM, after those of this process, so that they win
     * @throws ClusterException where the system does not tell how the program was started
     */
    static List<String> ofThisProcess(String mainClass, List<String> options) throws ClusterException {
        String java = ProcessHandle.current().info().command().orElse("java");
        try {
            String line = Files.readString(COMMAND_LINE, StandardCharsets.UTF_8);
            List<String> words = Arrays.asList(line.split("\0", -1));
            return of(java, words.subList(1, words.size()), mainClass, options);
        } catch (IOException e) {
            throw new ClusterException(
                    "this system does not tell how the program was started, so its nodes cannot be: start them with"
                            + " onsale serve, and nginx with what onsale nginx prints",
                    e);
        }
    }

    static List<String> of(String java, List<String> arguments, String mainClass, List<String> options)
            throws ClusterException {
        List<String> command = new ArrayList<>(List.of(java));
        for (int i = 0; i < arguments.size(); i++) {
            boolean jar = arguments.get(i).equals("-jar") && i + 1 < arguments.size();
            if (jar || arguments.get(i).equals(mainClass)) {
                command.addAll(options);
                command.add(arguments.get(i));
                if (jar) {
                    command.add(arguments.get(i + 1));
                }
                return command;
            }
            command.add(arguments.get(i));
        }
        throw new ClusterException("the program was started neither as a jar nor by its class " + mainClass
                + ", so its nodes cannot be: use the launcher, ./onsale cluster");
    }
}
