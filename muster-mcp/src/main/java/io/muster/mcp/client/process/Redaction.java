package io.muster.mcp.client.process;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Makes text of a child fit to be shown: known secrets and what looks like one are replaced, length is bounded. */
final class Redaction {
    private static final int MAX_LENGTH = 400;
    /** Shorter values are words such as {@code true} or {@code 8080}, which would make the text unreadable. */
    private static final int MIN_SECRET = 6;

    private static final Pattern SECRET_LOOKING = Pattern.compile(
            "(?i)((?:token|secret|passw(?:or)?d|api[_-]?key|authorization|credential)[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?|bearer\\s{1,3})"
                    + "(?:(?:bearer|basic)\\s{1,3})?[^\\s\"',;]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final List<String> secrets;

    Redaction(Collection<String> values) {
        secrets = values.stream()
                .filter(value -> value.length() >= MIN_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String of(String text) {
        var clean = text;
        for (var secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        clean = SECRET_LOOKING.matcher(clean).replaceAll("$1***");
        clean = CONTROL.matcher(clean).replaceAll(" ");
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "…";
    }
}
