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

    /** The packages, and which others each may know. Every package may know itself, and all may know {@code config}. */
    static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("config", Set.of()),
            Map.entry("sale", Set.of("config")),
            Map.entry("ledger", Set.of("sale", "config")),
            Map.entry("events", Set.of("ledger", "sale", "config")),
            Map.entry("disk", Set.of("config")),
            Map.entry("ledger.embedded", Set.of("disk", "ledger", "events", "sale", "config")),
            Map.entry("ledger.redis", Set.of("ledger", "events", "sale", "config")),
            Map.entry("gate", Set.of("ledger", "events", "sale", "config")),
            Map.entry("queue", Set.of("sale", "config")),
            Map.entry("orders", Set.of("disk", "events", "ledger", "sale", "config")),
            Map.entry("audit", Set.of("events", "ledger", "orders", "sale", "config")),
            Map.entry("witness", Set.of("orders", "events", "ledger", "config")),
            Map.entry("audit.repair", Set.of("audit", "events", "ledger", "sale", "config")),
            Map.entry("json", Set.of("ledger", "sale", "config")),
            Map.entry("lab.nginx", Set.of("config")),
            Map.entry("lab.cluster", Set.of("lab.nginx", "config")),
            Map.entry(
                    "node",
                    Set.of(
                            "http",
                            "http.identity",
                            "http.ops",
                            "gate",
                            "orders",
                            "witness",
                            "ledger.embedded",
                            "ledger.redis",
                            "disk",
                            "events",
                            "ledger",
                            "json",
                            "sale",
                            "config")),
            Map.entry("http.server", Set.of("json", "ledger", "config")),
            Map.entry("http.identity", Set.of("http.server", "config")),
            Map.entry(
                    "http.routes",
                    Set.of("http.server", "http.identity", "json", "gate", "ledger", "orders", "sale", "config")),
            // The rush comes from outside and speaks HTTP alone.
            Map.entry("lab.load", Set.of("config")),
            Map.entry("lab.chart", Set.of("config")),
            Map.entry("lab.report", Set.of("lab.chart", "config")),
            Map.entry("lab.rehearsal", Set.of("lab.report", "lab.load", "config")),
            // What Onsale is compared with speaks its interface, and knows nothing of how it works.
            Map.entry("lab.shop", Set.of("http.server", "json", "sale", "config")),
            Map.entry("lab.compare", Set.of("lab.shop", "lab.rehearsal", "lab.report", "lab.cluster", "config"))));

    /** Only the wiring knows which ledger it is. */
    private static final List<String> IMPLEMENTATIONS = List.of("ledger.embedded", "ledger.redis");

    private final String root;

    Layout(String root) {
        this.root = root;
    }

    /** A package knows only those that its arrows point to. */
    ArchRule arrow(String name) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(Stream.concat(Stream.of(name), ARROWS.get(name).stream())
                        .map(this::full)
                        .toArray(String[]::new))));
        return noClasses()
                .that()
                .resideInAPackage(full(name))
                .should()
                .dependOnClassesThat(foreign.as("packages other than " + new TreeSet<>(ARROWS.get(name))))
                .as("the arrows of " + name);
    }

    /** A new package needs a line in {@link #ARROWS}. */
    ArchRule everyPackageHasItsArrows() {
        String[] known = Stream.concat(Stream.of("cli"), ARROWS.keySet().stream())
                .map(this::full)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .resideInAnyPackage(known)
                .as("every package has its arrows");
    }

    /** The commands are at the top: they may know everything but which ledger it is, and only Main knows them. */
    ArchRule onlyMainReachesCommands() {
        return classes()
                .that()
                .resideInAPackage(full("cli"))
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage(full("cli")).or(rootClass("Main")))
                .as("only Main reaches cli");
    }

    ArchRule onlyNodeNamesImplementations() {
        String[] implementations = IMPLEMENTATIONS.stream().map(this::full).toArray(String[]::new);
        return noClasses()
                .that(not(resideInAnyPackage(implementations))
                        .and(not(nodeClass("Node")))
                        .and(not(nodeClass("LedgerChoice"))))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(resideInAnyPackage(implementations)))
                .as("only Node and its wiring name implementations");
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

    /**
     * A rule, and the packages that it speaks of.
     *
     * @param packages as long as none of them is there yet, the rule may find nothing to look at; empty if it never may
     */
    record HouseRule(ArchRule rule, List<String> packages) {}

    List<HouseRule> houseRules() {
        return List.of(
                new HouseRule(everyPackageHasItsArrows(), List.of()),
                new HouseRule(onlyMainReachesCommands(), List.of("cli")),
                new HouseRule(onlyNodeNamesImplementations(), List.of()),
                new HouseRule(noCycles(), List.of()),
                new HouseRule(factsFlowOut(), List.of("events", "orders", "audit")),
                new HouseRule(ordersAreOnlyRead(), List.of("http", "audit")),
                new HouseRule(decisionsArePure(), List.of("sale", "ledger")),
                new HouseRule(noClocks(), List.of("sale", "ledger", "events", "gate", "json")),
                new HouseRule(noOldDates(), List.of()),
                new HouseRule(onlyCommandsExitAndPrint(), List.of()),
                new HouseRule(exceptionsSayWhatTheyAre(), List.of()),
                new HouseRule(namesSaySomething(), List.of()),
                new HouseRule(noStaticState(), List.of()));
    }

    private String full(String name) {
        return root + "." + name;
    }

    private DescribedPredicate<JavaClass> nodeClass(String name) {
        return rootClass("node." + name);
    }

    /** A class of the root package, with all that is nested in it. */
    private DescribedPredicate<JavaClass> rootClass(String name) {
        return nameMatching((root + "." + name).replace(".", "\\.") + "(\\$.*)?")
                .forSubtype();
    }
}
