package io.muster.gateway.signin;

import io.muster.gateway.signin.StoredTokens.Identity;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.metadata.WebUrl;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The form in which tokens lie in a store. What cannot be read, because something else wrote it, is not there. */
final class StoredTokensCodec {
    private StoredTokensCodec() {}

    static String write(StoredTokens stored) {
        var tokens = stored.tokens();
        var json = JsonObject.builder()
                .put("access_token", tokens.accessToken().reveal())
                .put("token_type", "Bearer")
                .put("expires_at", tokens.expiresAt().toString())
                .put("scope", tokens.scopes().toString())
                .put("requested_scope", stored.requested().toString())
                .put("identity", stored.identity().name())
                .put("provenance", stored.provenance().name())
                .put("token_endpoint", stored.tokenEndpoint().toString())
                .put("obtained_at", stored.obtainedAt().toString())
                .put("generation", stored.generation());
        tokens.refreshToken().ifPresent(token -> json.put("refresh_token", token.reveal()));
        tokens.idToken().ifPresent(token -> json.put("id_token", token.reveal()));
        stored.told().ifPresent(uri -> json.put("resource", uri.toString()));
        stored.parent().ifPresent(key -> json.put("parent", key.field()));
        stored.lastRefresh().ifPresent(outcome -> json.put("last_refresh", outcome));
        return Json.text(json.build(), JsonFormat.COMPACT);
    }

    static Optional<StoredTokens> read(TokenKey key, String text) {
        try {
            var json = Json.parseObject(text);
            var access = json.text("access_token");
            var endpoint = json.text("token_endpoint").flatMap(WebUrl::parse);
            return access.isEmpty() || endpoint.isEmpty()
                    ? Optional.empty()
                    : Optional.of(read(key, json, access.get(), endpoint.get()));
        } catch (JsonException | IllegalArgumentException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    private static StoredTokens read(TokenKey key, JsonObject json, String access, URI endpoint) {
        var tokens = new TokenSet(
                new Secret(access),
                json.text("refresh_token").map(Secret::new),
                json.text("id_token").map(Secret::new),
                Instant.parse(json.text("expires_at", "")),
                Scopes.parse(json.text("scope", "")));
        return new StoredTokens(
                key,
                tokens,
                Scopes.parse(json.text("requested_scope", "")),
                json.text("resource").map(URI::create),
                Identity.valueOf(json.text("identity", "")),
                Provenance.valueOf(json.text("provenance", "")),
                endpoint,
                json.text("parent").flatMap(TokenKey::parse),
                Instant.parse(json.text("obtained_at", "")),
                json.integer("generation").orElse(1),
                json.text("last_refresh"));
    }
}
