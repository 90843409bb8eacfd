package io.muster.oauth.registration;

import io.muster.oauth.ClientId;
import io.muster.oauth.Loopback;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.WebUrl;
import io.muster.oauth.registration.Registration.Method;
import io.muster.wire.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** What a registration asks for, and how its answer is read (RFC 7591 sections 2 and 3.2.1). */
record RegistrationRequest(ClientSettings settings, AuthorizationServerMetadata server, Scopes scopes) {
    /** How much a request says, from everything to what it takes. */
    enum Detail {
        FULL,
        /** The server gives scopes of its own. */
        WITHOUT_SCOPES,
        /** Nothing of the program either, such as its home page, whose host a server may not trust. */
        BARE
    }

    /** An answer is not usable. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    /** What kind of application a client is; servers insist on one or the other for its redirect. */
    enum ApplicationType {
        NATIVE("native"),
        WEB("web");

        private final String word;

        ApplicationType(String word) {
            this.word = word;
        }

        ApplicationType other() {
            return this == NATIVE ? WEB : NATIVE;
        }
    }

    ApplicationType applicationType() {
        return Loopback.is(settings.redirectUri().getHost()) ? ApplicationType.NATIVE : ApplicationType.WEB;
    }

    /** Without a secret where that is allowed. */
    Method method() {
        var offered = server.tokenAuthentication();
        if (offered.isEmpty() || offered.contains(Method.NONE.word())) {
            return Method.NONE;
        }
        if (offered.contains(Method.BASIC.word())) {
            return Method.BASIC;
        }
        return offered.contains(Method.POST.word()) ? Method.POST : Method.NONE;
    }

    JsonObject json(ApplicationType type, Detail detail) {
        var document = new ClientDocument(settings)
                .json()
                .without("client_id")
                .without("scope")
                .with("token_endpoint_auth_method", method().word())
                .with("application_type", type.word);
        return switch (detail) {
            case FULL -> scopes.isEmpty() ? document : document.with("scope", scopes.toString());
            case WITHOUT_SCOPES -> document;
            case BARE -> document.without("client_uri").without("software_id").without("software_version");
        };
    }

    Registration read(JsonObject answer, Instant now) throws Unusable {
        var id = answer.text("client_id").filter(text -> !text.isBlank());
        if (id.isEmpty()) {
            throw new Unusable("the answer has no client_id");
        }
        var secret =
                answer.text("client_secret").filter(text -> !text.isEmpty()).map(Secret::new);
        var method = granted(answer, secret);
        if (method != Method.NONE && secret.isEmpty()) {
            throw new Unusable("the answer has no client_secret");
        }
        return new Registration(
                new Registration.Key(server.issuer(), settings.redirectUri()),
                new ClientId(id.get()),
                secret,
                secretEnd(answer),
                method,
                answer.text("registration_access_token").map(Secret::new),
                answer.text("registration_client_uri").flatMap(WebUrl::parse),
                now);
    }

    /** What the answer says counts; when it says nothing, what was asked for, if there is a secret for it. */
    private Method granted(JsonObject answer, Optional<Secret> secret) throws Unusable {
        var word = answer.text("token_endpoint_auth_method");
        if (word.isEmpty()) {
            return method() == Method.NONE && secret.isPresent() ? Method.BASIC : method();
        }
        return Method.of(word.get())
                .orElseThrow(() -> new Unusable("the answer wants a method of authentication that is not supported"));
    }

    private static Optional<Instant> secretEnd(JsonObject answer) {
        var seconds = answer.integer("client_secret_expires_at");
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Optional.of(Instant.ofEpochSecond(Math.min(seconds.getAsLong(), 253_402_300_799L)))
                : Optional.empty();
    }
}
