package io.muster.cli.repl.terminal;

import io.muster.cli.repl.Words;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Takes lines apart as the session does, so that what is completed is what will be understood. */
final class WordParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        var whole = Words.of(line);
        var typed = Words.of(line.substring(0, cursor));
        var start = typed.all().getLast().start();
        var end = whole.all().stream()
                .filter(word -> word.start() <= cursor && cursor <= word.end())
                .mapToInt(Words.Word::end)
                .findFirst()
                .orElse(cursor);
        return new Line(line, cursor, typed, start, Math.max(cursor, end));
    }

    /** The words up to the cursor; the last one is being typed. */
    private record Line(String line, int cursor, Words typed, int start, int end) implements CompletingParsedLine {
        @Override
        public String word() {
            return typed.all().getLast().text();
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            return typed.all().size() - 1;
        }

        @Override
        public List<String> words() {
            return typed.all().stream().map(Words.Word::text).toList();
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate.toString().replaceAll("(\\s)", "\\\\$1");
        }

        @Override
        public int rawWordCursor() {
            return cursor - start;
        }

        @Override
        public int rawWordLength() {
            return end - start;
        }
    }
}
