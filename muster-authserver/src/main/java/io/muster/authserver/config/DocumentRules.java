package io.muster.authserver.config;

import io.muster.wire.json.decode.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which metadata documents of clients are read ({@code cimd}).
 *
 * @param allowedDomains those of clients, subdomains included; all when empty
 * @param deniedDomains never those, subdomains included
 * @param largest bytes of a document
 */
public record DocumentRules(List<String> allowedDomains, List<String> deniedDomains, Optional<Integer> largest) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?");
    private static final long SMALLEST = 1 << 10;
    private static final long LARGEST = 1 << 20;

    public DocumentRules {
        allowedDomains = List.copyOf(allowedDomains);
        deniedDomains = List.copyOf(deniedDomains);
    }

    static DocumentRules read(Fields fields) {
        var largest = fields.integer("maxDocumentBytes", SMALLEST, LARGEST);
        return new DocumentRules(
                names(fields, "allowedDomains"),
                names(fields, "deniedDomains"),
                largest.isPresent() ? Optional.of((int) largest.getAsLong()) : Optional.empty());
    }

    /** A rule that is misspelt would be one that never holds. */
    private static List<String> names(Fields fields, String key) {
        var names = fields.strings(key);
        for (var name : names) {
            if (!NAME.matcher(name).matches()) {
                fields.error(key, "\"" + name + "\" must be the name of a host, without scheme, port and wildcard");
            }
        }
        return names;
    }
}
