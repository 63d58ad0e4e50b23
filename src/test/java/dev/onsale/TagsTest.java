package dev.onsale;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.platform.commons.annotation.Testable;

/**
 * Tests that start other programs carry the tag {@code servers}: the build runs them apart. A test is taken to start
 * one if it does so itself or uses something of the tests that does, over however many steps.
 */
class TagsTest {

    private static final String SERVERS = "servers";
    private static final String WRONG = "dev.onsale.wrong.";

    /** What starts programs in the laboratory, as tests may use it directly. */
    private static final Set<String> STARTERS = Set.of(
            "dev.onsale.lab.cluster.Child",
            "dev.onsale.lab.cluster.Cluster",
            "dev.onsale.lab.cluster.LocalServers",
            "dev.onsale.lab.cluster.PostgresServer");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.onsale");

    /** Each outermost class, with all that are inside it. */
    private static final Map<JavaClass, List<JavaClass>> INSIDE =
            TESTS.stream().collect(Collectors.groupingBy(TagsTest::outermost));

    @Test
    void testsThatStartProgramsCarryTheTagAndNoOthers() {
        assertThat(faults(type -> !type.getName().startsWith(WRONG))).isEmpty();
    }

    @Test
    void aForgottenTagAndOneForNothingAreReported() {
        assertThat(faults(type -> type.getName().startsWith(WRONG)))
                .containsExactlyInAnyOrder(
                        WRONG + "tags.Forgotten starts programs: it needs @Tag(\"servers\")",
                        WRONG + "tags.ForNothing starts no program: it needs no @Tag(\"servers\")");
    }

    @ParameterizedTest
    @FieldSource("STARTERS")
    void whatStartsProgramsIsStillCalledSo(String starter) {
        assertThatCode(() -> Class.forName(starter, false, TagsTest.class.getClassLoader()))
                .doesNotThrowAnyException();
    }

    private static List<String> faults(Predicate<JavaClass> of) {
        Set<String> starting = starting();
        return TESTS.stream()
                .filter(of)
                .filter(TagsTest::isTest)
                .flatMap(test -> fault(test, starting.contains(test.getName())))
                .sorted()
                .toList();
    }

    private static Stream<String> fault(JavaClass test, boolean starts) {
        if (starts == isTagged(test)) {
            return Stream.empty();
        }
        return Stream.of(test.getName()
                + (starts ? " starts programs: it needs" : " starts no program: it needs no")
                + " @Tag(\"" + SERVERS + "\")");
    }

    /** The outermost classes among the tests that start a program, or use one of those. */
    private static Set<String> starting() {
        Set<String> starting = TESTS.stream()
                .filter(TagsTest::startsItself)
                .map(type -> outermost(type).getName())
                .collect(toCollection(TreeSet::new));
        Set<String> more = starting;
        while (!more.isEmpty()) {
            more = TESTS.stream()
                    .filter(type -> !starting.contains(outermost(type).getName()))
                    .filter(type -> type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(to -> starting.contains(
                                    outermost(to.getTargetClass().getBaseComponentType())
                                            .getName())))
                    .map(type -> outermost(type).getName())
                    .collect(Collectors.toSet());
            starting.addAll(more);
        }
        return starting;
    }

    private static boolean startsItself(JavaClass type) {
        return type.getAccessesFromSelf().stream().anyMatch(TagsTest::starts)
                || type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(to ->
                                STARTERS.contains(outermost(to.getTargetClass()).getName()));
    }

    private static boolean starts(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return switch (access.getName()) {
            case "start" -> owner.equals("java.lang.ProcessBuilder") || owner.contains("EmbeddedPostgres");
            case "exec" -> owner.equals("java.lang.Runtime");
            default -> false;
        };
    }

    /** A class that the build runs: one with tests of its own, inherited ones, or such in a class inside it. */
    private static boolean isTest(JavaClass type) {
        return type.getEnclosingClass().isEmpty()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && INSIDE.getOrDefault(type, List.of()).stream()
                        .flatMap(inside -> inside.getAllMethods().stream())
                        .anyMatch(method -> method.isMetaAnnotatedWith(Testable.class));
    }

    private static boolean isTagged(JavaClass test) {
        return Stream.concat(Stream.of(test), test.getAllRawSuperclasses().stream())
                .flatMap(TagsTest::tags)
                .anyMatch(SERVERS::equals);
    }

    private static Stream<String> tags(JavaClass type) {
        return Stream.concat(
                        type.tryGetAnnotationOfType(Tag.class).stream(),
                        type.tryGetAnnotationOfType(Tags.class).stream().flatMap(tags -> Stream.of(tags.value())))
                .map(Tag::value);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(TagsTest::outermost).orElse(type);
    }
}
