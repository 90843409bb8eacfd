package io.muster.control.definition;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks of what goes unchanged into a request or to the operating system: nothing in a definition may smuggle a second
 * header into a request (RFC 9110 section 5.5) or cut off a C string.
 */
final class Wire {
    /** RFC 9110 section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final int LONGEST_SHOWN = 40;

    private Wire() {}

    static Map<String, String> headers(Fields fields, String name) {
        var headers = fields.stringMap(name);
        var place = entries(fields, name);
        headers.forEach((header, value) -> place.ifPresent(at -> {
            if (!TOKEN.matcher(header).matches()) {
                at.error(shown(header), "is not a valid header name");
            }
            if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                at.error(shown(header), "the value must not contain CR, LF or NUL");
            }
        }));
        return headers;
    }

    /** Values may have several lines: keys and certificates are handed over like that. */
    static Map<String, String> environment(Fields fields, String name) {
        var environment = fields.stringMap(name);
        var place = entries(fields, name);
        environment.forEach((variable, value) -> place.ifPresent(at -> {
            if (variable.isEmpty() || variable.chars().anyMatch(c -> c == '=' || c < ' ')) {
                at.error(shown(variable), "is not a valid name of an environment variable");
            }
            if (hasNul(value)) {
                at.error(shown(variable), "the value must not contain NUL");
            }
        }));
        return environment;
    }

    /** Of a value that is no map, that was reported already. */
    private static Optional<Fields> entries(Fields fields, String name) {
        return fields.value(name).filter(JsonObject.class::isInstance).flatMap(_ -> fields.fields(name));
    }

    static List<String> arguments(Fields fields, String name) {
        var arguments = fields.strings(name);
        if (arguments.stream().anyMatch(Wire::hasNul)) {
            fields.error(name, "must not contain NUL");
        }
        return arguments;
    }

    static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    /** A word of unknown origin made fit for a message: short, without control characters. */
    static String shown(String text) {
        var clean = text.codePoints()
                .limit(LONGEST_SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return clean.toString();
    }
}
