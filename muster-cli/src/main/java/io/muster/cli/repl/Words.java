package io.muster.cli.repl;

import java.util.ArrayList;
import java.util.List;

/**
 * A line taken apart at its blanks. A word, or the value after the first equals sign of a word, may be in quotes, or be a
 * JSON object or array, which is taken as it is; a backslash keeps a blank. Pure.
 *
 * @param all the words; the last is empty when the line ends with a blank, as a word may begin there
 * @param open whether a quote or a bracket is not closed
 */
public record Words(String line, List<Word> all, boolean open) {
    public Words {
        all = List.copyOf(all);
    }

    /**
     * A word.
     *
     * @param text without quotes
     * @param start where it begins in the line
     * @param end where it ends in the line
     */
    public record Word(String text, int start, int end) {}

    public static Words of(String line) {
        return new Scan(line).words();
    }

    /** The words that are not empty by accident: all but an empty last one. */
    List<Word> given() {
        return all.getLast().start() == line.length() ? all.subList(0, all.size() - 1) : all;
    }

    /** The texts of the words before the last one. */
    public List<String> before() {
        return all.subList(0, all.size() - 1).stream().map(Word::text).toList();
    }

    private static final class Scan {
        private final String line;
        private final List<Word> words = new ArrayList<>();
        private int at;
        private boolean open;

        Scan(String line) {
            this.line = line;
        }

        Words words() {
            do {
                skipBlanks();
                word();
            } while (at < line.length());
            if (words.getLast().end() < line.length()) {
                words.add(new Word("", line.length(), line.length()));
            }
            return new Words(line, words, open);
        }

        private void skipBlanks() {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
        }

        private void word() {
            var start = at;
            var text = new StringBuilder();
            var atStart = true;
            var named = false;
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                var c = line.charAt(at);
                if (atStart && (c == '"' || c == '\'')) {
                    quoted(c, text);
                    atStart = false;
                } else if (atStart && (c == '{' || c == '[')) {
                    json(text);
                    atStart = false;
                } else {
                    atStart = c == '=' && !named;
                    named |= c == '=';
                    at += c == '\\' && isBlankNext() ? 1 : 0;
                    text.append(line.charAt(at++));
                }
            }
            if (at > start || words.isEmpty()) {
                words.add(new Word(text.toString(), start, at));
            }
        }

        private boolean isBlankNext() {
            return at + 1 < line.length() && Character.isWhitespace(line.charAt(at + 1));
        }

        private void quoted(char quote, StringBuilder text) {
            at++;
            while (at < line.length() && line.charAt(at) != quote) {
                if (quote == '"'
                        && line.charAt(at) == '\\'
                        && at + 1 < line.length()
                        && isEscapable(line.charAt(at + 1))) {
                    at++;
                }
                text.append(line.charAt(at++));
            }
            open |= at == line.length();
            at = Math.min(at + 1, line.length());
        }

        private static boolean isEscapable(char c) {
            return c == '"' || c == '\\';
        }

        /** Up to the bracket that closes the first one; brackets in strings do not count. */
        private void json(StringBuilder text) {
            var start = at;
            var depth = 0;
            var inString = false;
            do {
                var c = line.charAt(at++);
                if (inString) {
                    at += c == '\\' && at < line.length() ? 1 : 0;
                    inString = c != '"';
                } else {
                    inString = c == '"';
                    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                }
            } while (at < line.length() && depth > 0);
            open |= depth > 0;
            text.append(line, start, at);
        }
    }
}
