package io.muster.oauth.registration;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Secret;
import io.muster.oauth.registration.Registration.Method;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.time.Instant;

/** How registrations are written down. */
final class RegistrationForm {
    private RegistrationForm() {}

    static JsonObject write(Registration registration) {
        return JsonObject.builder()
                .put("iss", registration.key().issuer().value())
                .put("redirect", registration.key().redirectUri().toString())
                .put("id", registration.clientId().value())
                .putTextIfPresent("secret", registration.secret().map(Secret::reveal))
                .putTextIfPresent("secret_exp", registration.secretExpiresAt().map(Instant::toString))
                .put("method", registration.method().word())
                .putTextIfPresent("access", registration.accessToken().map(Secret::reveal))
                .putTextIfPresent("uri", registration.uri().map(URI::toString))
                .put("created", registration.createdAt().toString())
                .build();
    }

    static Registration read(Fields fields) {
        return new Registration(
                new Registration.Key(
                        new Issuer(fields.text("iss").orElseThrow()),
                        URI.create(fields.text("redirect").orElseThrow())),
                new ClientId(fields.text("id").orElseThrow()),
                fields.text("secret").map(Secret::new),
                fields.text("secret_exp").map(Instant::parse),
                fields.text("method").flatMap(Method::of).orElseThrow(),
                fields.text("access").map(Secret::new),
                fields.text("uri").map(URI::create),
                Instant.parse(fields.text("created").orElseThrow()));
    }
}
