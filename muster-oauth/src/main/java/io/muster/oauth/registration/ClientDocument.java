package io.muster.oauth.registration;

import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;

/**
 * The document that describes muster as a client, and the endpoint that serves it. Needs no authentication.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document-00">Client ID Metadata
 *     Document</a>
 */
public record ClientDocument(ClientSettings settings) implements HttpHandler {
    /** The document. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("client_id", settings.documentId().value())
                .put("client_name", "Muster MCP Aggregator")
                .put("client_uri", "https://github.com/giantswarm/muster")
                .put("redirect_uris", redirects())
                .put("grant_types", texts("authorization_code", "refresh_token"))
                .put("response_types", texts("code"))
                .put("token_endpoint_auth_method", "none")
                .put("scope", settings.scopes())
                .put("software_id", "giantswarm-muster")
                .put("software_version", "1.0.0")
                .build();
    }

    private JsonArray redirects() {
        return texts(settings.redirectUri().toString());
    }

    private static JsonArray texts(String... values) {
        return JsonArray.ofStrings(List.of(values));
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return request.method().equals("GET")
                ? HttpResponse.json(200, Json.bytes(json()))
                        .with("Cache-Control", "public, max-age=3600")
                        .with("Access-Control-Allow-Origin", "*")
                : HttpResponse.of(405).with("Allow", "GET");
    }
}
