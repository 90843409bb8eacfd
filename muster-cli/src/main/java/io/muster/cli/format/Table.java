package io.muster.cli.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headers, three blanks between columns, no borders. Where the terminal is too narrow the widest columns are
 * cut, and where that is not enough each row becomes a few lines.
 */
final class Table {
    private static final int GAP = 3;
    private static final int NARROWEST = 16;

    private final List<String> headers;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(List<String> headers) {
        this.headers = List.copyOf(headers);
    }

    Table(String... headers) {
        this(List.of(headers));
    }

    Table row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    Table row(String... cells) {
        var row = new ArrayList<Cell>();
        for (var cell : cells) {
            row.add(Cell.of(Text.line(cell)));
        }
        return row(row);
    }

    /** Lines that each end with a line break. */
    String render(Style style) {
        var widths = widths(style.headers());
        if (style.width() > 0 && !narrow(widths, style.width())) {
            return stacked(style);
        }
        var out = new StringBuilder();
        if (style.headers()) {
            line(out, headers.stream().map(Cell::of).toList(), widths, false);
        }
        rows.forEach(row -> line(out, row, widths, style.color()));
        return out.toString();
    }

    private int[] widths(boolean withHeaders) {
        var widths = new int[headers.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = withHeaders ? Text.length(headers.get(i)) : 0;
            for (var row : rows) {
                widths[i] = Math.max(widths[i], Text.length(row.get(i).text()));
            }
        }
        return widths;
    }

    /** Takes from the widest column until the line fits; false when it cannot. */
    private static boolean narrow(int[] widths, int width) {
        var room = width - GAP * (widths.length - 1);
        var total = 0;
        for (var column : widths) {
            total += column;
        }
        while (total > room) {
            var widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return false;
            }
            widths[widest]--;
            total--;
        }
        return true;
    }

    private static void line(StringBuilder out, List<Cell> cells, int[] widths, boolean color) {
        var start = out.length();
        for (int i = 0; i < widths.length; i++) {
            var cell = cells.get(i);
            var text = Text.cut(cell.text(), widths[i]);
            out.append(color ? cell.tone().paint(text) : text);
            if (i < widths.length - 1) {
                out.repeat(' ', widths[i] - Text.length(text) + GAP);
            }
        }
        while (out.length() > start && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        out.append('\n');
    }

    private String stacked(Style style) {
        var out = new StringBuilder();
        for (var row : rows) {
            for (int i = 0; i < headers.size(); i++) {
                var label = (i == 0 ? "" : "  ") + headers.get(i) + ": ";
                var lines = Text.wrapped(row.get(i).text(), Math.max(NARROWEST, style.width() - label.length()));
                var indent = "\n" + " ".repeat(label.length());
                var text = String.join(indent, lines);
                out.append(label)
                        .append(style.color() ? row.get(i).tone().paint(text) : text)
                        .append('\n');
            }
        }
        return out.toString();
    }
}
