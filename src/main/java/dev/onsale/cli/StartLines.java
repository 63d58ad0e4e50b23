package dev.onsale.cli;

import dev.onsale.config.IdentityOptions;
import dev.onsale.config.NodeOptions;
import dev.onsale.node.Node;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** What a node says when it is ready: some lines for people, and the URL alone as the last one, for scripts. */
final class StartLines {

    private static final int COLUMNS = 13;

    private StartLines() {}

    static void print(NodeOptions options, Node.Facts facts, PrintStream out, PrintStream err) {
        line(out, "Data folder", options.data() + (facts.newFolder() ? " (new)" : ""));
        if (facts.recoveredEvents() > 0) {
            line(
                    out,
                    "Recovered",
                    String.format(
                            Locale.ROOT, "%,d events in %,d ms", facts.recoveredEvents(), facts.recoveryMillis()));
        }
        if (!facts.openedSales().isEmpty()) {
            line(out, "Opened", String.join(", ", facts.openedSales()));
        }
        Path tokenFile = facts.operatorTokenFile();
        line(
                out,
                "Operators",
                tokenFile == null
                        ? "by the token in " + IdentityOptions.OPERATOR_TOKEN_VARIABLE
                        : "by the token in " + tokenFile);
        line(
                out,
                "Buyers",
                facts.trustsBuyerHeader()
                        ? "by the header Onsale-Buyer, as no key for their tokens is set"
                        : "by tokens that the shop has signed");
        if (options.ticketGuests()) {
            line(out, "Try", "curl -X POST " + facts.url() + "buy/ticket");
        }
        out.flush();
        if (facts.operatorTokenExposed()) {
            err.println("WARNING: others can read the operators' token: chmod 600 " + tokenFile);
        }
        if (facts.trustsBuyerHeader()) {
            err.println(
                    "WARNING: no key for buyers' tokens is set, so a buyer is whoever the header Onsale-Buyer says. "
                            + "Let only your shop reach this port, or set " + IdentityOptions.JWT_SECRET_VARIABLE
                            + " or --jwt-key.");
        }
        err.flush();
        out.println(facts.url());
        out.flush();
    }

    private static void line(PrintStream out, String what, String text) {
        out.println(what + " ".repeat(COLUMNS - what.length()) + text);
    }
}
