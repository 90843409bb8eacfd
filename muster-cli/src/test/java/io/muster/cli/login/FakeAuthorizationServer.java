package io.muster.cli.login;

import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.http.Headers;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A protected server and its authorization server, without a network: refresh tokens rotate, and one that comes twice ends
 * the session.
 */
final class FakeAuthorizationServer {
    static final String ISSUER = "https://muster.example";
    static final String ENDPOINT = ISSUER + "/mcp";
    static final String TOKENS = ISSUER + "/oauth/token";
    static final String METADATA = ISSUER + "/.well-known/oauth-authorization-server";
    static final String RESOURCE = ISSUER + "/.well-known/oauth-protected-resource";
    static final Answer INVALID_GRANT =
            new Answer(400, Headers.EMPTY, "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8));

    final FakeSites web = new FakeSites();
    private final List<Query> presented = new CopyOnWriteArrayList<>();
    private final Set<String> spent = new HashSet<>();
    private boolean ended;
    private int issued;

    FakeAuthorizationServer() {
        publish(metadata());
        web.serve(
                RESOURCE,
                Answer.json("{\"resource\":\"" + ENDPOINT + "\",\"authorization_servers\":[\"" + ISSUER + "\"]}"));
        web.serve(TOKENS, this::answer);
    }

    static List<String> challenges() {
        return List.of("Bearer resource_metadata=\"" + RESOURCE + "\"");
    }

    static JsonObject metadata() {
        return JsonObject.builder()
                .put("issuer", ISSUER)
                .put("authorization_endpoint", ISSUER + "/oauth/authorize")
                .put("token_endpoint", TOKENS)
                .put("code_challenge_methods_supported", JsonArray.ofStrings(List.of("S256")))
                .put("authorization_response_iss_parameter_supported", true)
                .build();
    }

    void publish(JsonObject metadata) {
        web.serve(METADATA, Answer.json(Json.text(metadata)));
    }

    /** What was presented at the token endpoint. */
    List<Query> presented() {
        return presented;
    }

    private synchronized Answer answer(OutboundRequest request) {
        var form = Query.parse(new String(request.body(), StandardCharsets.US_ASCII));
        presented.add(form);
        var refresh = form.get("refresh_token");
        ended |= refresh.isPresent() && !spent.add(refresh.get());
        if (ended) {
            return INVALID_GRANT;
        }
        issued++;
        return Answer.json("{\"access_token\":\"a" + issued + "\",\"token_type\":\"Bearer\",\"expires_in\":1800,"
                + "\"refresh_token\":\"r" + issued + "\"}");
    }
}
