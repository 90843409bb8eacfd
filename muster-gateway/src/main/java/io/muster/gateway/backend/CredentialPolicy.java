package io.muster.gateway.backend;

import io.muster.oauth.Scopes;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the credential of a session for a backend comes from, as the {@code auth} block of its definition says. The block
 * has been checked when the definition was read.
 */
public sealed interface CredentialPolicy {
    /** The token that proves the caller, as it is; it must be meant for these audiences. */
    record ForwardSubject(Set<String> requiredAudiences) implements CredentialPolicy {
        public ForwardSubject {
            requiredAudiences = Set.copyOf(requiredAudiences);
        }
    }

    /**
     * One that the backend's identity provider exchanges it for (RFC 8693).
     *
     * @param endpoint its token endpoint
     * @param expectedIssuer who issues the result, where that does not follow from the endpoint
     * @param connectorId the connector of the provider that trusts the caller's token
     * @param scopes to ask for; empty for the usual ones
     * @param requiredAudiences that the result is asked to have
     * @param clientSecret where the credentials of the client are, if it has any
     */
    record ExchangeSubject(
            String endpoint,
            Optional<String> expectedIssuer,
            String connectorId,
            Optional<Scopes> scopes,
            Set<String> requiredAudiences,
            Optional<SecretReference> clientSecret)
            implements CredentialPolicy {
        public ExchangeSubject {
            requiredAudiences = Set.copyOf(requiredAudiences);
        }
    }

    /**
     * What the user signs in for at the backend's own authorization server.
     *
     * @param pin which one that is, when the operator says so; else it is found out
     * @param sendResource whether it may be told what the token is for (RFC 8707)
     */
    record SignIn(Optional<Pin> pin, boolean sendResource) implements CredentialPolicy {
        /** For a backend that asked for a credential although its definition says nothing of one. */
        public static final SignIn UNDECLARED = new SignIn(Optional.empty(), true);
    }

    /** The authorization server that an operator chose; discovery is skipped. */
    record Pin(String issuer, Scopes scopes) {}

    /** A secret of Kubernetes. */
    record SecretReference(String name, Optional<String> namespace, String idKey, String secretKey) {}

    /** Whether sessions are connected by single sign-on instead of by a login. */
    default boolean isSingleSignOn() {
        return !(this instanceof SignIn);
    }

    /** What an {@code auth} block says; an exchange comes before forwarding where both are asked for. */
    static CredentialPolicy of(JsonObject auth) {
        var audiences = texts(auth, "requiredAudiences");
        var exchange = auth.object("tokenExchange").filter(block -> block.isTrue("enabled"));
        if (exchange.isPresent()) {
            return exchange(exchange.get(), audiences);
        }
        if (auth.isTrue("forwardToken")) {
            return new ForwardSubject(audiences);
        }
        var pin = auth.object("authorizationServer")
                .map(server -> new Pin(server.text("issuer", ""), Scopes.parse(server.text("scopes", ""))));
        return new SignIn(pin, !auth.text("resourceIndicator", "send").equals("omit"));
    }

    private static ExchangeSubject exchange(JsonObject exchange, Set<String> audiences) {
        return new ExchangeSubject(
                exchange.text("dexTokenEndpoint", ""),
                given(exchange, "expectedIssuer"),
                exchange.text("connectorId", ""),
                given(exchange, "scopes").map(Scopes::parse),
                audiences,
                exchange.object("clientCredentialsSecretRef")
                        .map(reference -> new SecretReference(
                                reference.text("name", ""),
                                given(reference, "namespace"),
                                given(reference, "clientIdKey").orElse("client-id"),
                                given(reference, "clientSecretKey").orElse("client-secret"))));
    }

    private static Optional<String> given(JsonObject object, String name) {
        return object.text(name).filter(text -> !text.isEmpty());
    }

    private static Set<String> texts(JsonObject object, String name) {
        var texts = new TreeSet<String>();
        for (var value : object.values(name)) {
            if (value instanceof JsonString(var text)) {
                texts.add(text);
            }
        }
        return texts;
    }
}
