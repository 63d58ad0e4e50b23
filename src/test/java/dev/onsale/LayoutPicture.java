package dev.onsale;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The picture of the packages as ARCHITECTURE.md has it: floor above floor, each package above all that it may know. An
 * arrow therefore always runs down.
 */
final class LayoutPicture {

    static final String HEADING = "## Packages, and who may know whom";

    private static final String ROOT = "dev.onsale";
    private static final String LABORATORY = "lab.";
    private static final String FENCE = "```\n";
    private static final int COLUMNS = 100;
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?dev\\.onsale\\.((?:[a-z]+\\.)*)[A-Z]", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| ((?:`[a-z.]+`(?:, )?)+) \\|", Pattern.MULTILINE);

    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> floors = new TreeMap<>();

    private LayoutPicture(Map<String, Set<String>> arrows) {
        this.arrows = arrows;
        for (String name : arrows.keySet()) {
            floor(name, List.of());
        }
    }

    /** @throws IllegalArgumentException if the arrows run in a circle */
    static LayoutPicture of(Map<String, Set<String>> arrows) {
        return new LayoutPicture(arrows);
    }

    private int floor(String name, List<String> above) {
        Integer known = floors.get(name);
        if (known != null) {
            return known;
        }
        List<String> way = new ArrayList<>(above);
        way.add(name);
        if (above.contains(name)) {
            throw new IllegalArgumentException(String.join(" ─▶ ", way) + " runs in a circle");
        }
        int floor = 1
                + arrows.get(name).stream().mapToInt(to -> floor(to, way)).max().orElse(0);
        floors.put(name, floor);
        return floor;
    }

    /** The picture, each line ended: what sells, and behind an empty line the laboratory. */
    String text() {
        String house = rows(name -> !name.startsWith(LABORATORY));
        String laboratory = rows(name -> name.startsWith(LABORATORY));
        return laboratory.isEmpty() ? house : house + "\n" + laboratory;
    }

    private String rows(Predicate<String> those) {
        int width = floors.keySet().stream().mapToInt(String::length).max().orElse(0);
        return downwards(floors.keySet())
                .filter(those)
                .map(name -> row(String.format(" %2d  %-" + width + "s", floors.get(name), name), arrows.get(name)))
                .collect(Collectors.joining());
    }

    /** A package and what it may know, the upper floors first; as many lines as that takes. */
    private String row(String margin, Set<String> known) {
        if (known.isEmpty()) {
            return margin.stripTrailing() + "\n";
        }
        StringBuilder lines = new StringBuilder(margin);
        int column = margin.length();
        String before = "  ─▶ ";
        for (String name : downwards(known).toList()) {
            if (column + before.length() + name.length() > COLUMNS) {
                lines.append(" ·\n").append(" ".repeat(margin.length()));
                column = margin.length();
                before = "     ";
            }
            lines.append(before).append(name);
            column += before.length() + name.length();
            before = " · ";
        }
        return lines.append('\n').toString();
    }

    private Stream<String> downwards(Set<String> names) {
        return names.stream()
                .sorted(Comparator.<String>comparingInt(floors::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** @throws AssertionError with the right text, if a page shows another one under the heading, or none */
    void checkDrawnIn(String page) {
        String right = text();
        int heading = page.indexOf(HEADING + "\n");
        int begin = heading < 0 ? -1 : page.indexOf(FENCE, heading);
        int end = begin < 0 ? -1 : page.indexOf(FENCE, begin + FENCE.length());
        assertThat(end < 0 ? "" : page.substring(begin + FENCE.length(), end))
                .as("The picture under \"%s\" is drawn from Layout. It has to be:%n%n%s", HEADING, right)
                .isEqualTo(right);
    }

    /** The packages that the first column of a page's table names, as often as it does. */
    static List<String> table(String page) {
        int begin = page.indexOf(HEADING);
        String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
        return ROW.matcher(section)
                .results()
                .flatMap(row -> Stream.of(row.group(1).split(", ")))
                .map(name -> name.replace("`", ""))
                .toList();
    }

    /**
     * The arrows of the layout that nobody takes.
     *
     * @param sources an import takes an arrow, even if the compiler leaves nothing of it, as of a constant
     * @param classes of them; a class may use another one without an import, as what a method returns
     */
    static List<String> untaken(Path sources, JavaClasses classes) throws IOException {
        Map<String, Set<String>> taken = new TreeMap<>();
        classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(to -> to.getTargetClass().getPackageName().startsWith(ROOT))
                .forEach(
                        to -> taken.computeIfAbsent(name(to.getOriginClass().getPackageName()), name -> new TreeSet<>())
                                .add(name(to.getTargetClass().getPackageName())));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> taken.computeIfAbsent(
                            name(sources.relativize(file.getParent())), name -> new TreeSet<>())
                    .addAll(imports(file)));
        }
        return Layout.ARROWS.entrySet().stream()
                .flatMap(from -> from.getValue().stream()
                        .filter(to ->
                                !taken.getOrDefault(from.getKey(), Set.of()).contains(to))
                        .map(to -> from.getKey() + " ─▶ " + to))
                .toList();
    }

    private static String name(String fullName) {
        return fullName.equals(ROOT) ? Layout.ENTRY : fullName.substring(ROOT.length() + 1);
    }

    private static String name(Path folder) {
        return folder.toString().isEmpty() ? Layout.ENTRY : folder.toString().replace('/', '.');
    }

    private static Set<String> imports(Path file) {
        Set<String> names = new TreeSet<>();
        try {
            Matcher found = IMPORT.matcher(Files.readString(file));
            while (found.find()) {
                names.add(found.group(1).replaceAll("\\.$", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
