package io.muster.cli.format;

import io.muster.wire.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The order of rows. */
final class Rows {
    private Rows() {}

    /** By the first column, without case; what happened in time stays in the order of time. */
    static List<JsonObject> sorted(ListKind kind, List<JsonObject> rows, List<String> columns) {
        if (!kind.titled() || columns.isEmpty()) {
            return rows;
        }
        var first = columns.getFirst();
        return rows.stream()
                .sorted(Comparator.comparing(row -> Cells.of(first, row).text().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
