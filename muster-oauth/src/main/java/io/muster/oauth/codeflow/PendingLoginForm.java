package io.muster.oauth.codeflow;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.registration.ClientIdentityForm;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.time.Instant;

/** How pending logins are written down. */
final class PendingLoginForm {
    private PendingLoginForm() {}

    static JsonObject write(PendingLogin login) {
        return JsonObject.builder()
                .put("sid", login.owner().session().value())
                .put("uid", login.owner().subject().value())
                .put("srv", login.owner().backend())
                .put("iss", login.server().issuer().value())
                .put("prov", login.server().provenance().name())
                .put("token", login.server().tokenEndpoint().toString())
                .put("sends_iss", login.server().sendsIssuer())
                .put("client", ClientIdentityForm.write(login.client()))
                .put("redirect", login.redirectUri().toString())
                .put("scopes", JsonArray.ofStrings(login.scopes().values()))
                .putTextIfPresent("resource", login.resource().map(URI::toString))
                .put("cv", login.verifier().reveal())
                .put("aurl", login.authorizationUrl().toString())
                .putTextIfPresent("ru", login.returnTo().map(URI::toString))
                .put("ca", login.createdAt().toString())
                .build();
    }

    static PendingLogin read(Fields fields) {
        return new PendingLogin(
                new PendingLogin.Owner(
                        new SessionId(fields.text("sid").orElseThrow()),
                        new Subject(fields.text("uid").orElseThrow()),
                        fields.text("srv").orElseThrow()),
                new PendingLogin.Server(
                        new Issuer(fields.text("iss").orElseThrow()),
                        Provenance.valueOf(fields.text("prov").orElseThrow()),
                        URI.create(fields.text("token").orElseThrow()),
                        fields.bool("sends_iss").orElseThrow()),
                ClientIdentityForm.read(fields.fields("client").orElseThrow()),
                URI.create(fields.text("redirect").orElseThrow()),
                new Scopes(fields.strings("scopes")),
                fields.text("resource").map(URI::create),
                new Secret(fields.text("cv").orElseThrow()),
                URI.create(fields.text("aurl").orElseThrow()),
                fields.text("ru").map(URI::create),
                Instant.parse(fields.text("ca").orElseThrow()));
    }
}
