package io.muster.control.definition;

import io.muster.gateway.backend.Access;
import io.muster.wire.json.decode.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The {@code auth} block of a server. Plain http is let pass: development set-ups run their issuers on localhost. */
final class AuthDefinition {
    private static final Pattern CONNECTOR = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");

    private AuthDefinition() {}

    static Access access(Fields auth) {
        var type = oneOf(auth, "type", List.of("oauth", "none"));
        var forwards = auth.bool("forwardToken", false);
        var audiences = auth.strings("requiredAudiences");
        oneOf(auth, "resourceIndicator", List.of("send", "omit"));
        var exchanges =
                auth.fields("tokenExchange").map(AuthDefinition::exchanges).orElse(false);
        var oauth = type.equals(Optional.of("oauth"));
        auth.fields("authorizationServer").ifPresent(server -> {
            authorizationServer(server);
            if (!oauth) {
                auth.error("authorizationServer", "authorizationServer is only valid when type is oauth");
            }
            if (forwards) {
                auth.error("forwardToken", "forwardToken bypasses per-backend OAuth; set one or the other, not both");
            }
            if (exchanges) {
                auth.error(
                        "tokenExchange",
                        "tokenExchange has its own issuer/endpoint config; set one or the other, not both");
            }
        });
        if (!audiences.isEmpty() && !forwards && !exchanges) {
            auth.warning("requiredAudiences", "has no effect without forwardToken or tokenExchange");
        }
        return oauth || forwards || exchanges ? new Access.PerSession(auth.object()) : Access.SHARED;
    }

    private static boolean exchanges(Fields exchange) {
        var enabled = exchange.bool("enabled", false);
        WebAddress.of(exchange, "dexTokenEndpoint", given(exchange, "dexTokenEndpoint"));
        WebAddress.of(exchange, "expectedIssuer", given(exchange, "expectedIssuer"));
        var connector = given(exchange, "connectorId");
        connector.ifPresent(text -> BackendDefinition.matching(exchange, "connectorId", text, CONNECTOR));
        exchange.text("scopes");
        if (enabled) {
            BackendDefinition.required(exchange, "dexTokenEndpoint", "dexTokenEndpoint is required when enabled");
            BackendDefinition.required(exchange, "connectorId", "connectorId is required when enabled");
        }
        exchange.fields("clientCredentialsSecretRef").ifPresent(reference -> {
            BackendDefinition.required(reference, "name", "name is required");
            reference.text("namespace");
            reference.text("clientIdKey");
            reference.text("clientSecretKey");
        });
        return enabled;
    }

    private static void authorizationServer(Fields server) {
        WebAddress.of(server, "issuer", BackendDefinition.required(server, "issuer", "issuer is required"));
        server.text("scopes");
    }

    private static Optional<String> given(Fields fields, String name) {
        return fields.text(name).filter(Predicate.not(String::isEmpty));
    }

    private static Optional<String> oneOf(Fields fields, String name, List<String> words) {
        var word = given(fields, name);
        word.filter(Predicate.not(words::contains))
                .ifPresent(_ -> fields.error(name, "must be " + String.join(" or ", words)));
        return word;
    }
}
