package dev.onsale;

import dev.onsale.cli.AuditCommand;
import dev.onsale.cli.AuditSources;
import dev.onsale.cli.ClusterCommand;
import dev.onsale.cli.CompareCommand;
import dev.onsale.cli.ExitCodes;
import dev.onsale.cli.NginxCommand;
import dev.onsale.cli.RehearseCommand;
import dev.onsale.cli.ServeCommand;
import dev.onsale.cli.ShopCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry point, and the table of its commands. */
@Command(
        name = "onsale",
        description = "Sells a fixed number of tickets to far more people than there are tickets, all at once.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = ServeCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example: sell the demo tickets on port 3000",
            "  onsale serve",
            "  curl http://127.0.0.1:3000/buy/ticket",
            "",
            "onsale COMMAND --help explains a command."
        })
public final class Main implements Runnable {

    private static final int USAGE_COLUMNS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else happens
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs the command that the arguments name, and ends the process with one of {@link ExitCodes}.
     *
     * @param args the command line, without the program's name
     */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("serve")) {
            ServeCommand.warmUp();
        }
        System.exit(commandLine().execute(args));
    }

    /** The commands, ready to be executed; each returns one of {@link ExitCodes}. */
    static CommandLine commandLine() {
        AuditSources sources = AuditSources.ofNodes();
        return new CommandLine(new Main())
                .addSubcommand(new AuditCommand(sources))
                .addSubcommand(new RehearseCommand(Main.class.getName(), version(), sources))
                .addSubcommand(new NginxCommand())
                .addSubcommand(new ClusterCommand(Main.class.getName()))
                .addSubcommand(new CompareCommand(Main.class.getName(), version()))
                .addSubcommand(new ShopCommand())
                .setUsageHelpWidth(USAGE_COLUMNS)
                .setParameterExceptionHandler(Main::wrongUsage);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongUsage(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("onsale: " + problem.getMessage());
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                err.println("Did you mean: " + String.join(" or ", suggestions) + "?");
            }
        }
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCodes.USAGE;
    }

    /** As the jar that the program came in says it. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    /** Tells the version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"onsale " + version()};
        }
    }
}
