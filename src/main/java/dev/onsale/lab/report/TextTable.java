package dev.onsale.lab.report;

import java.util.ArrayList;
import java.util.List;

/** Columns of plain text: the first one to the left, the others to the right. Not for many threads. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(head);
    }

    /** @param cells as many as the head has */
    TextTable row(String... cells) {
        rows.add(cells);
        return this;
    }

    void print(StringBuilder text) {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(padded(row[0], widths[0]));
            for (int i = 1; i < columns; i++) {
                line.append(GAP).append(" ".repeat(widths[i] - row[i].length())).append(row[i]);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    /** The text, with blanks behind it up to a width. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The text in lines of at most so many columns; all but the first begin with so many blanks. A longer word stays whole. */
    static String wrapped(String text, int columns, int indent) {
        StringBuilder wrapped = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ", -1)) {
            if (length > indent && length + 1 + word.length() > columns) {
                wrapped.append(System.lineSeparator()).append(" ".repeat(indent));
                length = indent;
            } else if (!wrapped.isEmpty()) {
                wrapped.append(' ');
                length++;
            }
            wrapped.append(word);
            length += word.length();
        }
        return wrapped.append(System.lineSeparator()).toString();
    }
}
