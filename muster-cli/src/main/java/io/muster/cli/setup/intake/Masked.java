package io.muster.cli.setup.intake;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A definition as it may be shown: without values of the environment and of headers, and without what looks like a secret
 * among arguments and in URLs.
 */
final class Masked {
    static final String MASK = "***";

    private static final Pattern TELLING = Pattern.compile(
            "(?i).*(token|secret|passw|pwd|api-?_?key|apikey|credential|bearer|authorization|auth|private|access-?_?key|connection).*");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(-{0,2}[A-Za-z][A-Za-z0-9_.-]*)([=:]\\s*)(.+)", Pattern.DOTALL);
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s@]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^?#\\s]*)[?#].*", Pattern.DOTALL);
    /** Long, without a place where a person would pause: keys look so, names and paths do not. */
    private static final Pattern KEY = Pattern.compile(
            "(sk|pk|gh[a-z]|github_pat|glpat|xox[a-z]|eyJ|AKIA|AIza)[-_A-Za-z0-9.]{8,}|[A-Za-z0-9+=_]{32,}");

    private Masked() {}

    static JsonObject spec(JsonObject spec) {
        var masked = JsonObject.builder();
        spec.members().forEach(member -> masked.put(member.name(), shown(member)));
        return masked.build();
    }

    private static JsonValue shown(JsonObject.Member member) {
        return switch (member.value()) {
            case JsonObject map -> {
                var masked = JsonObject.builder();
                map.names().forEach(name -> masked.put(name, MASK));
                yield masked.build();
            }
            case JsonArray list -> arguments(list);
            case JsonString url when member.name().equals("url") -> new JsonString(url(url.value()));
            default -> member.value();
        };
    }

    private static JsonArray arguments(JsonArray list) {
        List<String> masked = new ArrayList<>();
        var before = "";
        for (var value : list.values()) {
            var text = value instanceof JsonString string ? string.value() : MASK;
            masked.add(argument(before, text));
            before = text;
        }
        return JsonArray.ofStrings(masked);
    }

    static String argument(String before, String argument) {
        var isValueOfTellingFlag =
                before.startsWith("-") && TELLING.matcher(before).matches() && !argument.startsWith("-");
        if (isValueOfTellingFlag || KEY.matcher(argument).matches()) {
            return MASK;
        }
        var assignment = ASSIGNMENT.matcher(argument);
        if (assignment.matches() && !argument.contains("://")) {
            var name = assignment.group(1);
            return TELLING.matcher(name).matches() || ENVIRONMENT.matcher(name).matches() || isHeaderFlag(before)
                    ? name + assignment.group(2) + MASK
                    : argument;
        }
        return url(argument);
    }

    private static boolean isHeaderFlag(String flag) {
        return flag.equals("-H") || flag.equals("--header");
    }

    private static String url(String text) {
        return QUERY.matcher(USER_INFO.matcher(text).replaceAll(MASK + "@")).replaceAll("$1?" + MASK);
    }
}
