package io.muster.cli.repl;

import io.muster.cli.format.Text;
import java.util.ArrayList;
import java.util.List;

/** A numbered list: names beside what they are, or above it where the terminal is narrow. */
final class Rows {
    private static final int NARROW = 60;
    private static final int WIDEST_NAME = 40;
    private static final int LONGEST_DESCRIPTION = 60;

    private final int width;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String name, String description, String addition) {}

    /** @param width of the terminal; 0 when there is none */
    Rows(int width) {
        this.width = width;
    }

    /** @param addition a line of its own below; may be empty */
    void add(String name, String description, String addition) {
        rows.add(new Row(Text.line(name), Text.line(description), Text.line(addition)));
    }

    String text() {
        var numbers = Integer.toString(rows.size()).length();
        var names = Math.min(
                WIDEST_NAME,
                rows.stream().mapToInt(row -> Text.length(row.name())).max().orElse(0));
        var out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            var number = Integer.toString(i + 1);
            out.append("  ")
                    .repeat(' ', numbers - number.length())
                    .append(number)
                    .append(". ");
            row(out, rows.get(i), names, numbers + 4);
        }
        return out.toString();
    }

    private void row(StringBuilder out, Row row, int names, int indent) {
        out.append(row.name());
        if (!row.description().isEmpty()) {
            if (width > 0 && width < NARROW) {
                out.append('\n').repeat(' ', indent).append(Text.cut(row.description(), width - indent));
            } else {
                var used = Math.max(names, Text.length(row.name()));
                var room = width == 0 ? LONGEST_DESCRIPTION : Math.min(LONGEST_DESCRIPTION, width - indent - used - 3);
                out.repeat(' ', used - Text.length(row.name()))
                        .append(" - ")
                        .append(Text.cut(row.description(), Math.max(10, room)));
            }
        }
        out.append('\n');
        if (!row.addition().isEmpty()) {
            out.repeat(' ', indent).append(row.addition()).append('\n');
        }
    }
}
