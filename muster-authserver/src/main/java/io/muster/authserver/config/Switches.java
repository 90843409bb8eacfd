package io.muster.authserver.config;

import io.muster.wire.json.decode.Fields;

/**
 * Where standards ask for something that existing clients do not expect: what is done unless an operator says otherwise is
 * what those clients know.
 *
 * @param strictTokenExchangeErrors whether refused exchanges have the codes of RFC 8693
 * @param strictRegistration whether grant types that we do not support and custom schemes without a dot are refused
 * @param rootResource whether all endpoints are one resource, instead of each being its own (RFC 9728 section 3.3)
 * @param idTokens whether clients get the ID token of the identity provider
 * @param errorWithoutCredentials whether a request without token is told {@code invalid_token} (RFC 6750 section 3.1)
 */
public record Switches(
        boolean strictTokenExchangeErrors,
        boolean strictRegistration,
        boolean rootResource,
        boolean idTokens,
        boolean errorWithoutCredentials) {
    static Switches read(Fields fields) {
        return new Switches(
                fields.bool("strictTokenExchangeErrors", false),
                fields.bool("strictRegistration", false),
                isFirst(fields, "prmResourceMode", "root", "path", false),
                isFirst(fields, "idToken", "send", "omit", true),
                fields.bool("errorWithoutCredentials", true));
    }

    private static boolean isFirst(Fields fields, String key, String first, String second, boolean otherwise) {
        var word = fields.text(key).filter(text -> !text.isEmpty());
        if (word.isPresent() && !word.get().equals(first) && !word.get().equals(second)) {
            fields.error(key, "must be " + first + " or " + second);
        }
        return word.map(first::equals).orElse(otherwise);
    }
}
