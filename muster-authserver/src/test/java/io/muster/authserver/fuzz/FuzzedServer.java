package io.muster.authserver.fuzz;

import io.muster.authserver.AuthServerWorld;
import io.muster.testkit.FakeSites;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A server of one input, so that nothing of an earlier one shows and no limit is reached. Somebody is logged in already,
 * whose tokens nobody else may see. Inputs are text with names in braces for what differs between servers, such as
 * <code>{client}</code>.
 */
final class FuzzedServer {
    /** An issuer whose tokens the server trusts. */
    static final String TRUSTED = "https://ci.example";

    /** That issuer's, and that of the client which describes itself. */
    static final TestKey KEY = TestKey.create("k1");

    private static final String BROKERED = "https://dex.prod.example/token";
    private static final String PROVIDER_ACCESS = "access-token-of-the-provider";
    private static final String PROVIDER_REFRESH = "refresh-token-of-the-provider";

    private final AuthServerWorld world;
    private final String client;
    private JsonObject session = JsonObject.EMPTY;
    private final Map<String, Supplier<String>> names = new LinkedHashMap<>();
    private final Set<String> served = new HashSet<>();
    private final List<String> secrets = new ArrayList<>(List.of(PROVIDER_ACCESS, PROVIDER_REFRESH));

    private FuzzedServer(String consent) {
        world = AuthServerWorld.atDex(block -> block.with("consent", JsonObject.of("mode", consent))
                .with("trustedIssuers", JsonArray.of(trusted()))
                .with("tokenExchangeBroker", broker()));
        world.idp.tokens(
                answer -> answer.with("access_token", PROVIDER_ACCESS).with("refresh_token", PROVIDER_REFRESH));
        var keys = JsonObject.of("keys", JsonArray.of(KEY.jwk()));
        serve(TRUSTED + "/keys", Json.bytes(keys));
        serve(AuthServerWorld.DOCUMENT, Json.bytes(described(keys)));
        serve(BROKERED, Json.bytes(exchanged()));
        client = world.register();
        names.put("{client}", () -> client);
        names.put("{document}", () -> AuthServerWorld.DOCUMENT);
        names.put("{redirect}", () -> AuthServerWorld.REDIRECT);
        names.put("{key}", () -> Json.text(KEY.jwk()));
    }

    /** Asks users for consent. */
    static FuzzedServer asking() {
        return new FuzzedServer("always");
    }

    /** Sends users on to the identity provider. */
    static FuzzedServer trusting() {
        return new FuzzedServer("off");
    }

    /** Somebody is logged in, and somebody else whose client sends the inputs. */
    static FuzzedServer withSessions() {
        var server = trusting();
        var other = server.world.logIn(server.world.register());
        for (var kind : List.of("access_token", "refresh_token", "id_token")) {
            server.secrets.add(other.text(kind).orElseThrow());
        }
        return server.withOwnSession();
    }

    private static JsonObject trusted() {
        return JsonObject.of("issuer", TRUSTED)
                .with("jwksUrl", TRUSTED + "/keys")
                .with("acceptedTypHeaders", JsonArray.ofStrings(List.of("at+jwt", "JWT", "")));
    }

    private static JsonObject broker() {
        var target = JsonObject.of("dexTokenEndpoint", BROKERED);
        return JsonObject.of("targets", JsonObject.of("prod", target))
                .with("clientAudiences", JsonObject.of(AuthServerWorld.DOCUMENT, JsonArray.ofStrings(List.of("prod"))));
    }

    private static JsonObject described(JsonObject keys) {
        return JsonObject.of("client_id", AuthServerWorld.DOCUMENT)
                .with("client_name", "App")
                .with("token_endpoint_auth_method", "private_key_jwt")
                .with("jwks", keys)
                .with("redirect_uris", JsonArray.ofStrings(List.of(AuthServerWorld.REDIRECT)));
    }

    private static JsonObject exchanged() {
        return JsonObject.of("access_token", "exchanged")
                .with("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .with("token_type", "Bearer")
                .with("expires_in", 300);
    }

    private FuzzedServer withOwnSession() {
        names.put("{access}", () -> own("access_token"));
        names.put("{refresh}", () -> own("refresh_token"));
        names.put("{code}", () -> world.code(client));
        names.put("{verifier}", () -> AuthServerWorld.VERIFIER);
        names.put("{assertion}", this::assertion);
        names.put("{subject}", this::subject);
        return this;
    }

    /** Logs in when an input needs it. */
    private String own(String kind) {
        if (session.isEmpty()) {
            session = world.logIn(client);
        }
        return session.text(kind, "");
    }

    private String assertion() {
        return KEY.sign(
                claims(AuthServerWorld.DOCUMENT, AuthServerWorld.DOCUMENT).with("jti", "1"));
    }

    private String subject() {
        return KEY.sign(claims(TRUSTED, "robot"));
    }

    private JsonObject claims(String issuer, String subject) {
        var now = world.time.instant().getEpochSecond();
        return JsonObject.of("iss", issuer)
                .with("sub", subject)
                .with("aud", AuthServerWorld.ISSUER)
                .with("iat", now)
                .with("exp", now + 300);
    }

    String client() {
        return client;
    }

    AuthServerWorld world() {
        return world;
    }

    /** What must not be in answers to this input: a secret that the sender knows may be. */
    List<String> secretsBeside(String input) {
        return secrets.stream().filter(secret -> !input.contains(secret)).toList();
    }

    /** The input with names replaced; one character for each byte. */
    String text(byte[] input) {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        for (var name : names.entrySet()) {
            if (text.contains(name.getKey())) {
                text = text.replace(name.getKey(), name.getValue().get());
            }
        }
        return text;
    }

    /** Whether the server was told to ask somebody who does not answer: then it may be unable to answer itself. */
    boolean askedNobody() {
        return world.sites.requests().stream()
                .anyMatch(request -> !served.contains(request.uri().toString()));
    }

    void serve(String url, byte[] document) {
        served.add(url);
        world.sites.serve(url, new FakeSites.Answer(200, Headers.of("Content-Type", "application/json"), document));
    }

    HttpResponse post(String path, Headers headers, String body) {
        return world.send(HttpRequest.of("POST", path, headers, body.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
