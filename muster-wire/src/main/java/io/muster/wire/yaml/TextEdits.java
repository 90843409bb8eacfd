package io.muster.wire.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Replacements of parts of a text. Insertions at one place keep their order and come before what is replaced there. */
final class TextEdits {
    private final List<Edit> edits = new ArrayList<>();
    private final String lineBreak;

    TextEdits(String lineBreak) {
        this.lineBreak = lineBreak;
    }

    private record Edit(int start, int end, String text) {}

    /** Replaces a part; line feeds of the new text become the line breaks of the file. */
    void replace(int start, int end, String text) {
        edits.add(new Edit(start, end, text.replace("\n", lineBreak)));
    }

    void insert(int offset, String text) {
        replace(offset, offset, text);
    }

    void delete(int start, int end) {
        replace(start, end, "");
    }

    /** The edited text; nothing when two edits touch the same part. */
    Optional<String> applied(String text) {
        var ordered = edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end))
                .toList();
        var out = new StringBuilder(text.length() + 64);
        var copied = 0;
        for (var edit : ordered) {
            if (edit.start() < copied || edit.end() < edit.start()) {
                return Optional.empty();
            }
            out.append(text, copied, edit.start()).append(edit.text());
            copied = edit.end();
        }
        return Optional.of(out.append(text, copied, text.length()).toString());
    }
}
