package dev.onsale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.onsale.json.OrderWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The layout of ARCHITECTURE.md and the rules of the house, held against the program. */
class LayoutTest {

    private static final String ROOT = "dev.onsale";
    private static final Path SOURCES = Path.of("src/main/java/dev/onsale");
    private static final int FILE_LINES_MAX = 400;

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    /** But for the samples of {@link TagsTest}. */
    private static final JavaClasses WRONG = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/wrong/tags/"))
            .importPackages(ROOT + ".wrong");

    private static final Layout LAYOUT = new Layout(ROOT);
    private static final Layout WRONG_LAYOUT = new Layout(ROOT + ".wrong");

    @TestFactory
    Stream<DynamicTest> theProgramKeepsTheArrows() {
        return Layout.ARROWS.keySet().stream()
                .map(name -> dynamicTest(name, () -> LAYOUT.arrow(name).check(PROGRAM)));
    }

    @TestFactory
    Stream<DynamicTest> theProgramKeepsTheRulesOfTheHouse() {
        return LAYOUT.houseRules().stream().map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(PROGRAM)));
    }

    @TestFactory
    Stream<DynamicTest> brokenRulesAreReported() {
        return Stream.of(
                        broken(WRONG_LAYOUT.arrow(Layout.ENTRY), "Loose"),
                        broken(WRONG_LAYOUT.arrow("sale"), "sale.KnowsLedger"),
                        broken(WRONG_LAYOUT.arrow("events"), "events.Echo"),
                        broken(WRONG_LAYOUT.arrow("gate"), "gate.ReadsBook", "gate.NeedsLaboratory"),
                        broken(WRONG_LAYOUT.arrow("ledger.redis"), "ledger.redis.SeesEmbedded"),
                        broken(WRONG_LAYOUT.arrow("lab.load"), "lab.load.SharesMemory"),
                        broken(WRONG_LAYOUT.arrow("http.server"), "http.server.KnowsRoutes"),
                        broken(WRONG_LAYOUT.arrow("http.identity"), "http.identity.KnowsRoutes"),
                        broken(
                                WRONG_LAYOUT.arrow("http.routes"),
                                "http.routes.NamesEmbedded",
                                "http.routes.ReachesCommand",
                                "http.routes.ReachesNode"),
                        broken(WRONG_LAYOUT.everyPackageHasItsArrows(), "stray.OldDate", "http.Beside"),
                        broken(WRONG_LAYOUT.onlyMainIsInTheRoot(), "Loose"),
                        broken(WRONG_LAYOUT.onlyMainReachesCommands(), "http.routes.ReachesCommand"),
                        broken(WRONG_LAYOUT.onlyCommandsReachTheLaboratory(), "gate.NeedsLaboratory"),
                        broken(WRONG_LAYOUT.onlyCommandsReachTheNode(), "http.routes.ReachesNode"),
                        broken(WRONG_LAYOUT.ledgersNeverSeeEachOther(), "ledger.redis.SeesEmbedded"),
                        broken(WRONG_LAYOUT.onlyTheWiringNamesLedgers(), "http.routes.NamesEmbedded"),
                        broken(WRONG_LAYOUT.theAuditHasItsOwnBookkeeping(), "audit.TrustsStock"),
                        broken(
                                WRONG_LAYOUT.noCycles(),
                                "gate.StockManager",
                                "events.Echo",
                                "sale.KnowsLedger",
                                "ledger.Ledger"),
                        broken(WRONG_LAYOUT.factsFlowOut(), "orders.AsksLedger"),
                        broken(WRONG_LAYOUT.ordersAreOnlyRead(), "http.routes.WritesOrders"),
                        broken(WRONG_LAYOUT.decisionsArePure(), "ledger.ReadsFile"),
                        broken(WRONG_LAYOUT.noClocks(), "ledger.ReadsClock"),
                        broken(WRONG_LAYOUT.noOldDates(), "stray.OldDate"),
                        broken(WRONG_LAYOUT.onlyCommandsExitAndPrint(), "gate.Ends", "gate.Prints"),
                        broken(WRONG_LAYOUT.exceptionsSayWhatTheyAre(), "gate.StockManager"),
                        broken(WRONG_LAYOUT.namesSaySomething(), "gate.StockManager"),
                        broken(WRONG_LAYOUT.noStaticState(), "gate.StockManager"))
                .map(broken -> dynamicTest(broken.rule().getDescription(), () -> assertThat(offenders(broken.rule()))
                        .containsExactlyInAnyOrderElementsOf(broken.offenders())));
    }

    @Test
    void everyRuleOfTheHouseIsSeenBroken() {
        assertThat(WRONG_LAYOUT.houseRules())
                .allSatisfy(rule -> assertThat(offenders(rule)).isNotEmpty());
    }

    @Test
    void allowedArrowsAreNotReported() {
        assertThat(offenders(WRONG_LAYOUT.arrow("ledger"))).isEmpty();
        assertThat(offenders(WRONG_LAYOUT.arrow("node"))).isEmpty();
    }

    @Test
    void everyArrowIsTaken() throws IOException {
        assertThat(LayoutPicture.untaken(SOURCES, PROGRAM)).isEmpty();
    }

    @Test
    void arrowsThatNobodyTakesAreReported(@TempDir Path folder) throws IOException {
        Path gate = Files.createDirectory(folder.resolve("gate"));
        Files.writeString(
                gate.resolve("Gate.java"), "import dev.onsale.ledger.Ledger;\nimport dev.onsale.sale.Sale;\n");

        assertThat(LayoutPicture.untaken(folder, new ClassFileImporter().importClasses(OrderWriter.class)))
                .contains("gate ─▶ events", "ledger.redis ─▶ sale")
                .doesNotContain("gate ─▶ ledger", "gate ─▶ sale", "json ─▶ ledger");
    }

    @Test
    void thePictureOfThePackagesIsTheLayout() throws IOException {
        LayoutPicture.of(Layout.ARROWS).checkDrawnIn(Files.readString(Path.of("ARCHITECTURE.md")));
    }

    @Test
    void thePackagesOfTheTableAreThoseOfTheLayout() throws IOException {
        assertThat(LayoutPicture.table(Files.readString(Path.of("ARCHITECTURE.md"))))
                .containsExactlyInAnyOrderElementsOf(Layout.ARROWS.keySet().stream()
                        .filter(name -> !name.equals(Layout.ENTRY))
                        .toList());
    }

    @Test
    void aPictureThatDriftedIsReportedWithTheRightOne() {
        LayoutPicture picture = LayoutPicture.of(Map.of(Layout.ENTRY, Set.of("cli"), "cli", Set.of()));
        String page = "text\n" + LayoutPicture.HEADING + "\n```\n%s```\n";

        picture.checkDrawnIn(page.formatted(picture.text()));
        assertThatThrownBy(
                        () -> picture.checkDrawnIn(page.formatted(picture.text().replace("cli", "gate"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(picture.text());
        assertThatThrownBy(() -> picture.checkDrawnIn("no picture")).hasMessageContaining(picture.text());
    }

    @Test
    void aCircleCannotBeDrawn() {
        assertThatThrownBy(() -> LayoutPicture.of(Map.of("gate", Set.of("events"), "events", Set.of("gate"))))
                .hasMessageContaining("runs in a circle");
    }

    private record Broken(ArchRule rule, List<String> offenders) {}

    private static Broken broken(ArchRule rule, String... offenders) {
        return new Broken(rule, List.of(offenders));
    }

    /** The wrong classes that a rule names, without their root package. */
    private static List<String> offenders(ArchRule rule) {
        String report =
                String.join("\n", rule.evaluate(WRONG).getFailureReport().getDetails());
        return WRONG.stream()
                .map(type -> type.getName())
                .filter(name -> report.matches(
                        "(?s).*(Class|Method|Constructor|Field) <" + name.replace(".", "\\.") + "[.>].*"))
                .map(name -> name.substring((ROOT + ".wrong.").length()))
                .toList();
    }

    @Test
    void sourcesStayShortAndEveryPackageIsExplained() throws IOException {
        assertThat(faultsOf(SOURCES)).isEmpty();
    }

    @Test
    void longSourcesAndUnexplainedPackagesAreReported(@TempDir Path folder) throws IOException {
        Path good = Files.createDirectory(folder.resolve("good"));
        Files.writeString(good.resolve("package-info.java"), "@NullMarked\npackage good;\n");
        Files.writeString(good.resolve("Long.java"), "//\n".repeat(FILE_LINES_MAX + 1));
        Path bad = Files.createDirectory(folder.resolve("bad"));
        Files.writeString(bad.resolve("Short.java"), "//\n".repeat(FILE_LINES_MAX));

        assertThat(faultsOf(folder))
                .containsExactlyInAnyOrder(
                        "good/Long.java has " + (FILE_LINES_MAX + 1) + " lines, more than " + FILE_LINES_MAX,
                        "bad has no package-info.java with @NullMarked");
    }

    private static List<String> faultsOf(Path folder) throws IOException {
        try (Stream<Path> sources = Files.walk(folder)) {
            return sources.filter(source -> source.toString().endsWith(".java"))
                    .flatMap(source -> Stream.of(tooLong(folder, source), unexplained(folder, source.getParent())))
                    .flatMap(faults -> faults)
                    .distinct()
                    .toList();
        }
    }

    private static Stream<String> tooLong(Path folder, Path source) {
        int lines = read(source).size();
        return lines <= FILE_LINES_MAX
                ? Stream.empty()
                : Stream.of(folder.relativize(source) + " has " + lines + " lines, more than " + FILE_LINES_MAX);
    }

    private static Stream<String> unexplained(Path folder, Path source) {
        Path info = source.resolve("package-info.java");
        return Files.exists(info) && read(info).contains("@NullMarked")
                ? Stream.empty()
                : Stream.of(folder.relativize(source) + " has no package-info.java with @NullMarked");
    }

    private static List<String> read(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
