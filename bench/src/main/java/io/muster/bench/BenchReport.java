package io.muster.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of figures. Rows are printed as they come, and all of them again at the end. */
final class BenchReport {
    private final PrintStream out;
    private final List<String> rows = new ArrayList<>();

    BenchReport(PrintStream out) {
        this.out = out;
        rows.add("| figure | target | value | ratio | |");
        rows.add("|---|---|---|---|---|");
    }

    /** A value that may not exceed its target. */
    void atMost(String figure, String unit, double target, double value) {
        row(figure, "≤ " + text(target) + unit, text(value) + unit, value / target, value <= target);
    }

    /** A value that must reach its target. */
    void atLeast(String figure, String unit, double target, double value) {
        row(figure, "≥ " + text(target) + unit, text(value) + unit, value / target, value >= target);
    }

    /** A value for the reader. */
    void note(String figure, String unit, double value) {
        add("| %s | | %s%s | | |".formatted(figure, text(value), unit));
    }

    void print() {
        out.println();
        rows.forEach(out::println);
    }

    private void row(String figure, String target, String value, double ratio, boolean passed) {
        add("| %s | %s | %s | %s | %s |".formatted(figure, target, value, text(ratio), passed ? "pass" : "MISS"));
    }

    private void add(String row) {
        rows.add(row);
        out.println(row);
    }

    private static String text(double value) {
        return value >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.3f", value);
    }
}
