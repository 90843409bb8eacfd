package io.muster.cli.command;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which tools, resources and prompts to list; what is absent accepts all.
 *
 * @param glob for the whole name: {@code *}, {@code ?} and {@code [a-z]}, none of which matches a slash
 * @param description part of the description, without case
 * @param server beginning of the name, without case
 */
record CapabilityFilter(Optional<String> glob, Optional<String> description, Optional<String> server) {
    boolean accepts(String name, String text) {
        return glob.stream().allMatch(pattern -> matches(pattern, name))
                && description.stream().allMatch(part -> lower(text).contains(lower(part)))
                && server.stream().allMatch(beginning -> lower(name).startsWith(lower(beginning)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A pattern that is none matches nothing. */
    private static boolean matches(String glob, String name) {
        try {
            return Pattern.matches(expression(glob), name);
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    private static String expression(String glob) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            var c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    var end = glob.indexOf(']', i + 1);
                    regex.append(
                            end < 0
                                    ? "["
                                    : "(?!/)[" + glob.substring(i + 1, end).replace("[", "\\[") + "]");
                    i = end < 0 ? i : end;
                }
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    regex.append(Pattern.quote(glob.substring(i, i + 1)));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
