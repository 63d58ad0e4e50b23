package dev.onsale;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who may know whom, as rules over the classes of one root package. The root is an argument so that the rules can also be
 * held against {@code dev.onsale.wrong}, which breaks each of them.
 */
final class Layout {

    /** What stands for the root package, in which there is the entry point alone. */
    static final String ENTRY = "Main";

    /** What every package may know. */
    static final String GROUND = "config";

    /** The packages, and which others each may know, besides itself and {@link #GROUND}. */
    static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry(ENTRY, Set.of("cli")),
            Map.entry(
                    "cli",
                    Set.of(
                            "node",
                            "audit",
                            "audit.repair",
                            "orders",
                            "events",
                            "ledger",
                            "lab.cluster",
                            "lab.compare",
                            "lab.nginx",
                            "lab.rehearsal",
                            "lab.report",
                            "lab.shop",
                            "sale")),
            // What sells.
            Map.entry(
                    "node",
                    Set.of(
                            "http.routes",
                            "http.identity",
                            "gate",
                            "witness",
                            "orders",
                            "ledger.embedded",
                            "ledger.redis",
                            "disk",
                            "events",
                            "json",
                            "ledger",
                            "sale")),
            Map.entry(
                    "http.routes", Set.of("http.identity", "http.server", "gate", "orders", "json", "ledger", "sale")),
            Map.entry("http.identity", Set.of("http.server")),
            Map.entry("http.server", Set.of("json", "ledger")),
            Map.entry("gate", Set.of("events", "ledger", "sale")),
            Map.entry("witness", Set.of("orders", "events", "ledger")),
            Map.entry("orders", Set.of("disk", "events", "ledger", "sale")),
            Map.entry("audit", Set.of("orders", "events", "ledger", "sale")),
            Map.entry("audit.repair", Set.of("audit", "events", "ledger", "sale")),
            Map.entry("ledger.embedded", Set.of("disk", "events", "ledger")),
            Map.entry("ledger.redis", Set.of("events", "ledger", "sale")),
            Map.entry("events", Set.of("ledger", "sale")),
            Map.entry("json", Set.of("ledger", "sale")),
            Map.entry("ledger", Set.of("sale")),
            Map.entry("sale", Set.of()),
            Map.entry("disk", Set.of()),
            Map.entry(GROUND, Set.of()),
            // What tries a sale out, over HTTP alone. A shop that Onsale is compared with speaks its interface.
            Map.entry("lab.compare", Set.of("lab.shop", "lab.rehearsal", "lab.report", "lab.cluster")),
            Map.entry("lab.shop", Set.of("http.server", "json", "sale")),
            Map.entry("lab.rehearsal", Set.of("lab.report", "lab.load")),
            Map.entry("lab.report", Set.of("lab.chart")),
            Map.entry("lab.chart", Set.of()),
            Map.entry("lab.load", Set.of()),
            Map.entry("lab.cluster", Set.of("lab.nginx")),
            Map.entry("lab.nginx", Set.of())));

    /** Only the wiring knows which ledger it is. */
    private static final List<String> IMPLEMENTATIONS = List.of("ledger.embedded", "ledger.redis");

    private final String root;

    Layout(String root) {
        this.root = root;
    }

    /** A package knows only those that its arrows point to. */
    ArchRule arrow(String name) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(Stream.concat(Stream.of(name, GROUND), ARROWS.get(name).stream())
                        .map(this::full)
                        .toArray(String[]::new))));
        return noClasses()
                .that()
                .resideInAPackage(full(name))
                .should()
                .dependOnClassesThat(foreign.as("packages other than " + new TreeSet<>(ARROWS.get(name))))
                .as("the arrows of " + name);
    }

    /** A new package needs a line in {@link #ARROWS}. One that only explains those inside it has no class. */
    ArchRule everyPackageHasItsArrows() {
        return classes()
                .that(resideInAPackage(root + "..").and(not(explanation())))
                .should()
                .resideInAnyPackage(ARROWS.keySet().stream().map(this::full).toArray(String[]::new))
                .as("every package has its arrows");
    }

    /** Nothing lies loose: the root package has the entry point alone. */
    ArchRule onlyMainIsInTheRoot() {
        return classes()
                .that()
                .resideInAPackage(root)
                .should(ArchConditions.be(rootClass(ENTRY).or(explanation()).as("Main")))
                .as("only Main is in the root package");
    }

    /** The commands are at the top: only Main knows them. */
    ArchRule onlyMainReachesCommands() {
        return onlyReachedFrom("cli", resideInAPackage(full("cli")).or(rootClass(ENTRY)), "only Main reaches cli");
    }

    /** Nothing that sells needs the laboratory. */
    ArchRule onlyCommandsReachTheLaboratory() {
        return onlyReachedFrom(
                "lab.", resideInAnyPackage(full("lab") + "..", full("cli")), "only the commands reach the laboratory");
    }

    ArchRule onlyCommandsReachTheNode() {
        return onlyReachedFrom("node", resideInAnyPackage(full("node"), full("cli")), "only the commands reach node");
    }

    private ArchRule onlyReachedFrom(String room, DescribedPredicate<JavaClass> those, String description) {
        return classes()
                .that()
                .resideInAPackage(full(room) + (room.endsWith(".") ? "." : ""))
                .should()
                .onlyHaveDependentClassesThat(those)
                .as(description);
    }

    ArchRule ledgersNeverSeeEachOther() {
        return slices().matching(full("ledger") + ".(*)")
                .should()
                .notDependOnEachOther()
                .as("ledger.embedded and ledger.redis never see each other");
    }

    ArchRule onlyTheWiringNamesLedgers() {
        String[] implementations = IMPLEMENTATIONS.stream().map(this::full).toArray(String[]::new);
        return noClasses()
                .that(not(resideInAnyPackage(implementations))
                        .and(not(rootClass("node.Node")))
                        .and(not(rootClass("node.LedgerChoice"))))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(resideInAnyPackage(implementations)))
                .as("only Node and LedgerChoice name ledgers");
    }

    /** The audit would prove a bug of the ledger's by the bug. What {@code audit.repair} proposes is none of its proofs. */
    ArchRule theAuditHasItsOwnBookkeeping() {
        return noClasses()
                .that()
                .resideInAPackage(full("audit"))
                .should()
                .dependOnClassesThat(nameMatching((full("ledger") + ".").replace(".", "\\.")
                        + "(StockState|SeatGrid|SeatSet|TierStock|OrderTable|Deadlines)"))
                .as("the audit has bookkeeping of its own");
    }

    ArchRule noCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().as("no cycles between packages");
    }

    /** Order book and audit learn from events: they may use the ledger's values, and never ask the ledger itself. */
    ArchRule factsFlowOut() {
        return noClasses()
                .that()
                .resideInAnyPackage(full("events"), full("orders"), full("audit"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(full("ledger") + ".Ledger")
                .as("facts flow out of the ledger as events alone");
    }

    /** Whoever reads orders does so through an interface and values, and cannot reach what writes them. */
    ArchRule ordersAreOnlyRead() {
        DescribedPredicate<JavaClass> writes = resideInAPackage(full("orders"))
                .and(DescribedPredicate.describe(
                        "that are neither interface, record, enum nor exception",
                        type -> !type.isInterface()
                                && !type.isRecord()
                                && !type.isEnum()
                                && !type.isAssignableTo(Throwable.class)));
        return noClasses()
                .that()
                .resideInAnyPackage(full("http") + "..", full("audit"))
                .should()
                .dependOnClassesThat(writes)
                .as("http and audit only read orders");
    }

    /** Decisions have to be the same in a replay, so nothing in them may come from outside their arguments. */
    ArchRule decisionsArePure() {
        DescribedPredicate<JavaClass> outside = resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..",
                        "java.sql..",
                        "javax..",
                        "io..",
                        "com..",
                        "org.slf4j..",
                        "org.sqlite..",
                        "picocli..")
                .or(nameMatching("java\\.lang\\.(Thread|Process|Runtime).*"))
                .or(nameMatching(
                        "java\\.util\\.(Timer.*|Random|UUID|concurrent\\.ThreadLocalRandom|concurrent\\..*Execut.*)"))
                .or(nameMatching("java\\.security\\.SecureRandom"));
        return noClasses()
                .that()
                .resideInAnyPackage(full("sale"), full("ledger"))
                .should()
                .dependOnClassesThat(outside.as("do I/O, start threads or draw lots"))
                .as("sale and ledger are pure");
    }

    /** Time is an argument. */
    ArchRule noClocks() {
        DescribedPredicate<JavaAccess<?>> readsClock = DescribedPredicate.describe("reads a clock", access -> {
            String owner = access.getTargetOwner().getName();
            String method = access.getName();
            return switch (owner) {
                case "java.lang.System" -> method.equals("currentTimeMillis") || method.equals("nanoTime");
                case "java.time.Clock", "java.time.InstantSource" ->
                    method.startsWith("system") || method.startsWith("tick");
                case "java.lang.Math" -> method.equals("random");
                default -> owner.startsWith("java.time.") && method.equals("now");
            };
        });
        return noClasses()
                .that()
                .resideInAnyPackage(full("sale"), full("ledger"), full("events"), full("gate"), full("json"))
                .should()
                .accessTargetWhere(readsClock)
                .as("time is an argument");
    }

    ArchRule noOldDates() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(
                        nameMatching(
                                "java\\.util\\.(Date|Calendar|GregorianCalendar|TimeZone)|java\\.text\\..*DateFormat|java\\.sql\\.(Date|Time|Timestamp)"))
                .as("dates are java.time's");
    }

    /** The process belongs to its command line: nothing below may end it, or print beside the log. */
    ArchRule onlyCommandsExitAndPrint() {
        DescribedPredicate<JavaAccess<?>> ends = DescribedPredicate.describe("ends the process", access -> {
            String owner = access.getTargetOwner().getName();
            String method = access.getName();
            return (owner.equals("java.lang.System") && method.equals("exit"))
                    || (owner.equals("java.lang.Runtime") && (method.equals("exit") || method.equals("halt")));
        });
        return noClasses()
                .that(resideInAPackage(root + "..")
                        .and(not(resideInAPackage(full("cli"))))
                        .and(not(rootClass("Main"))))
                .should(ArchConditions.accessTargetWhere(ends)
                        .or(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                        .as("end the process or print"))
                .as("only cli and Main end the process and print");
    }

    ArchRule exceptionsSayWhatTheyAre() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS)
                .as("no exception without a meaning");
    }

    ArchRule namesSaySomething() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Manager|Impl|Util|Utils|Helper|Helpers|Base)(\\$.*)?")
                .as("names say something");
    }

    /** Mutable statics are state that no thread owns. */
    ArchRule noStaticState() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areStatic()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .as("no static that changes");
    }

    List<ArchRule> houseRules() {
        return List.of(
                everyPackageHasItsArrows(),
                onlyMainIsInTheRoot(),
                onlyMainReachesCommands(),
                onlyCommandsReachTheLaboratory(),
                onlyCommandsReachTheNode(),
                ledgersNeverSeeEachOther(),
                onlyTheWiringNamesLedgers(),
                theAuditHasItsOwnBookkeeping(),
                noCycles(),
                factsFlowOut(),
                ordersAreOnlyRead(),
                decisionsArePure(),
                noClocks(),
                noOldDates(),
                onlyCommandsExitAndPrint(),
                exceptionsSayWhatTheyAre(),
                namesSaySomething(),
                noStaticState());
    }

    private String full(String name) {
        return name.equals(ENTRY) ? root : root + "." + name;
    }

    /** {@code package-info}, which the compiler makes a class of. */
    private static DescribedPredicate<JavaClass> explanation() {
        return nameMatching(".*\\.package-info").forSubtype();
    }

    /** A class, by its name below the root package, with all that is nested in it. */
    private DescribedPredicate<JavaClass> rootClass(String name) {
        return nameMatching((root + "." + name).replace(".", "\\.") + "(\\$.*)?")
                .forSubtype();
    }
}
