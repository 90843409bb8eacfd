package io.muster.authserver.client;

import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonLimits;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for a metadata document: what it must say about its client, and what it must not.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-00#section-4">Client ID
 *     Metadata Document, 4</a>
 */
final class MetadataDocument {
    private static final Pattern TYPE = Pattern.compile("application/(?:[a-z0-9!#$&^_.-]+\\+)?json");
    private static final JsonLimits LIMITS = new JsonLimits(20, 1 << 20, 100, 1 << 20);
    private static final int MOST_HOSTS = 10;

    private final RedirectUris redirects;

    MetadataDocument(RedirectUris redirects) {
        this.redirects = redirects;
    }

    /** A document breaks the rules. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean mismatch;

        Invalid(String reason) {
            this(reason, false);
        }

        private Invalid(String reason, boolean mismatch) {
            super(reason, null, false, false);
            this.mismatch = mismatch;
        }

        /** Whether it is the document of another client. */
        boolean isMismatch() {
            return mismatch;
        }
    }

    static boolean isJson(Optional<String> contentType) {
        var parts = contentType.orElse("").toLowerCase(Locale.ROOT).split(";", 2);
        return TYPE.matcher(parts[0].strip()).matches()
                && (parts.length == 1 || parts[1].strip().replace("\"", "").equals("charset=utf-8"));
    }

    RegisteredClient client(ClientId id, byte[] content, Instant now) throws Invalid, InterruptedException {
        var document = object(content);
        if (!document.text("client_id").equals(Optional.of(id.value()))) {
            throw new Invalid("client_id is not the URL of the document", true);
        }
        if (document.has("client_secret") || document.has("client_secret_expires_at")) {
            throw new Invalid("a published secret is none");
        }
        try {
            return new RegisteredClient(
                    id,
                    Optional.empty(),
                    RegisteredClient.Origin.METADATA_DOCUMENT,
                    metadata(new ClientMetadata(document)),
                    now,
                    Optional.empty());
        } catch (OAuthRejection e) {
            throw new Invalid(e.error().description());
        }
    }

    private static JsonObject object(byte[] content) throws Invalid {
        try {
            if (Json.parse(content, LIMITS) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException notShown) {
            // Answered below.
        }
        throw new Invalid("not a JSON object");
    }

    private JsonObject metadata(ClientMetadata document) throws Invalid, InterruptedException {
        var name = document.name();
        if (name.isBlank()) {
            throw new Invalid("client_name is missing");
        }
        var method = document.text("token_endpoint_auth_method").orElse(ClientKind.NONE);
        if (!method.equals(ClientKind.NONE) && !method.equals(ClientKind.KEY)) {
            throw new Invalid("token_endpoint_auth_method must be none or private_key_jwt");
        }
        var uris = document.redirectUris();
        check(uris);
        var grants = document.supported("grant_types", ClientMetadata.GRANTS, List.of("authorization_code"), false);
        var responses = document.supported("response_types", ClientMetadata.RESPONSES, ClientMetadata.RESPONSES, false);
        var builder = JsonObject.builder()
                .put("client_name", name)
                .put("redirect_uris", JsonArray.ofStrings(uris))
                .put("token_endpoint_auth_method", method)
                .put("grant_types", JsonArray.ofStrings(grants))
                .put("response_types", JsonArray.ofStrings(responses))
                .putTextIfPresent("scope", document.scope());
        document.descriptions().members().forEach(member -> builder.put(member.name(), member.value()));
        document.keys(method.equals(ClientKind.KEY))
                .members()
                .forEach(member -> builder.put(member.name(), member.value()));
        return builder.build();
    }

    private void check(List<String> uris) throws Invalid, InterruptedException {
        if (uris.stream().map(MetadataDocument::host).distinct().count() > MOST_HOSTS) {
            throw new Invalid("redirect_uris lead to too many hosts");
        }
        for (var uri : uris) {
            if (!isWeb(uri)) {
                throw new Invalid("a redirect_uri is neither https nor on loopback");
            }
            var fault = redirects.fault(uri);
            if (fault.isPresent()) {
                throw new Invalid(
                        "a redirect_uri is not accepted: " + fault.get().text());
            }
        }
    }

    private static boolean isWeb(String text) {
        try {
            return RedirectUris.isWeb(new URI(text));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String host(String text) {
        try {
            return String.valueOf(new URI(text).getHost());
        } catch (URISyntaxException e) {
            return text;
        }
    }
}
