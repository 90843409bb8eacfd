package io.muster.authserver.config;

import io.muster.wire.json.decode.Fields;

/**
 * Where standards ask for something that existing clients do not expect: what is done unless an operator says otherwise is
 * what those clients know.
 *
 * @param strictTokenExchangeErrors whether refused exchanges have the codes of RFC 8693
 */
public record Switches(boolean strictTokenExchangeErrors) {
    static Switches read(Fields fields) {
        return new Switches(fields.bool("strictTokenExchangeErrors", false));
    }
}
