package io.muster.oauth.registration;

import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.registration.ClientIdentity.Dynamic;
import io.muster.oauth.registration.ClientIdentity.MetadataDocument;
import io.muster.oauth.registration.ClientIdentity.PreRegistered;
import io.muster.oauth.registration.Registration.Method;
import io.muster.oauth.token.ClientCredentials;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Fields;

/** How who muster is at an authorization server is written down, with its secret: for stores that seal. */
public final class ClientIdentityForm {
    private ClientIdentityForm() {}

    public static JsonObject write(ClientIdentity identity) {
        return switch (identity) {
            case PreRegistered(var credentials) ->
                kind("registered").put("client", write(credentials)).build();
            case MetadataDocument(var credentials, var advertised) ->
                kind("document")
                        .put("client", write(credentials))
                        .put("advertised", advertised)
                        .build();
            case Dynamic(var registration) ->
                kind("dynamic")
                        .put("registration", RegistrationForm.write(registration))
                        .build();
        };
    }

    private static JsonObject.Builder kind(String word) {
        return JsonObject.builder().put("kind", word);
    }

    private static JsonObject write(ClientCredentials credentials) {
        return switch (credentials) {
            case ClientCredentials.Public(var id) -> JsonObject.of("id", id.value());
            case ClientCredentials.Basic(var id, var secret) -> write(id, secret, Method.BASIC);
            case ClientCredentials.Post(var id, var secret) -> write(id, secret, Method.POST);
        };
    }

    private static JsonObject write(ClientId id, Secret secret, Method method) {
        return JsonObject.of("id", id.value()).with("secret", secret.reveal()).with("method", method.word());
    }

    /**
     * @throws IllegalArgumentException when it is something else
     * @throws java.util.NoSuchElementException when something is missing
     */
    public static ClientIdentity read(Fields fields) {
        var kind = fields.text("kind").orElseThrow();
        return switch (kind) {
            case "registered" -> new PreRegistered(credentials(fields));
            case "document" ->
                new MetadataDocument(
                        credentials(fields), fields.bool("advertised").orElseThrow());
            case "dynamic" ->
                new Dynamic(RegistrationForm.read(fields.fields("registration").orElseThrow()));
            default -> throw new IllegalArgumentException("no kind of client");
        };
    }

    private static ClientCredentials credentials(Fields identity) {
        var fields = identity.fields("client").orElseThrow();
        var id = new ClientId(fields.text("id").orElseThrow());
        var word = fields.text("method");
        if (word.isEmpty()) {
            return new ClientCredentials.Public(id);
        }
        var secret = new Secret(fields.text("secret").orElseThrow());
        return switch (Method.of(word.get()).orElseThrow()) {
            case NONE -> throw new IllegalArgumentException("a secret that is not used");
            case BASIC -> new ClientCredentials.Basic(id, secret);
            case POST -> new ClientCredentials.Post(id, secret);
        };
    }
}
