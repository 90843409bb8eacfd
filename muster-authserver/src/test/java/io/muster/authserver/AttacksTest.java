package io.muster.authserver;

import static io.muster.authserver.AuthServerWorld.ISSUER;
import static io.muster.authserver.AuthServerWorld.json;
import static io.muster.authserver.AuthServerWorld.location;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Caller;
import io.muster.wire.http.Authenticator.Admitted;
import io.muster.wire.http.Authenticator.Answered;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happened to others, tried against the assembled server. */
class AttacksTest {
    private final AuthServerWorld world = AuthServerWorld.atDex();

    private static HttpResponse refused(AuthServerWorld world, HttpRequest request) {
        var admission = world.server().resourceServer().admit(request);
        assertThat(admission).isInstanceOf(Answered.class);
        return ((Answered<Caller>) admission).response();
    }

    private HttpResponse register(String document) {
        return world.send(HttpRequest.of(
                "POST",
                "/oauth/register",
                Headers.of("Content-Type", "application/json"),
                document.getBytes(StandardCharsets.UTF_8)));
    }

    /** Clients hand URLs of metadata to a shell. */
    @Test
    void command_injection_cve_2025_6514_every_url_that_clients_are_told_is_our_own() {
        var server = json(world.get("/.well-known/oauth-authorization-server"));
        var resource = json(world.get("/.well-known/oauth-protected-resource/mcp"));

        assertThat(Stream.of(server, resource)
                        .flatMap(document -> document.members().stream())
                        .flatMap(member -> texts(member.value()))
                        .filter(text -> text.contains(":")))
                .isNotEmpty()
                .allMatch(url -> url.equals(ISSUER) || url.startsWith(ISSUER + "/"));
    }

    private static Stream<String> texts(JsonValue value) {
        return switch (value) {
            case JsonString(var text) -> Stream.of(text);
            case JsonArray array -> array.values().stream().flatMap(AttacksTest::texts);
            default -> Stream.empty();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///Applications/Calculator.app",
                "data:text/html,x",
                "vbscript:x",
                "$(open -a Calculator)://x"
            })
    void command_injection_cve_2025_6514_what_a_browser_would_run_is_no_redirect_uri(String uri) {
        var answer = register("{\"token_endpoint_auth_method\":\"none\",\"redirect_uris\":[\"" + uri + "\"]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).text("error")).contains("invalid_redirect_uri");
    }

    /** Endpoints that trust whoever reaches them, or a path, or an address. */
    @Test
    void router_bypass_go_2026_5390_a_request_from_this_machine_needs_a_token_too() {
        for (var path : new String[] {"/mcp", "/sse", "/message", "/servers/one/mcp", "//mcp", "/mcp/", "/oauth/mcp"}) {
            var local = HttpRequest.of("POST", path, Headers.of("X-Forwarded-For", "127.0.0.1"), new byte[0]);

            assertThat(refused(world, local).status()).as(path).isEqualTo(401);
        }
    }

    /** Another server's token, good at the same identity provider, opens this one. */
    @Test
    void token_passthrough_cve_2026_59822_a_token_of_the_provider_opens_nothing() {
        world.logIn();

        assertThat(refused(world, world.bearer("access-0")).status()).isEqualTo(401);
        assertThat(refused(world, world.bearer(world.idp.idToken())).status()).isEqualTo(401);
    }

    /** One kind of token taken for another. */
    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "id_token"})
    void grant_confusion_cve_2022_1245_no_other_token_is_an_access_token(String kind) {
        var tokens = world.logIn();

        assertThat(refused(world, world.bearer(tokens.text(kind, ""))).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "id_token"})
    void grant_confusion_cve_2022_1245_no_other_token_is_a_refresh_token_or_a_code(String kind) {
        var client = world.register();
        var other = world.logIn(client).text(kind, "");

        var refresh = world.post(
                "/oauth/token", Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", other));
        var code = world.redeem(JsonObject.of("client_id", client), other);

        assertThat(json(refresh).text("error")).contains("invalid_grant");
        assertThat(code.text("error")).contains("invalid_grant");
    }

    /** Knowing the name of a session, which is in logs and at other hops, is not being in it. */
    @Test
    void session_hijack_cve_2026_52869_the_name_of_a_session_opens_nothing() {
        var tokens = world.logIn();
        var admission = world.server().resourceServer().admit(world.bearer(tokens.text("access_token", "")));
        var session = ((Admitted<Caller>) admission).principal().session().value();

        assertThat(refused(world, world.bearer(session)).status()).isEqualTo(401);
        var posing = HttpRequest.of("POST", "/mcp", Headers.of("Mcp-Session-Id", session), new byte[0]);
        assertThat(refused(world, posing).status()).isEqualTo(401);
    }

    /** What begins like something allowed is taken for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://muster.example.evil.example/mcp",
                "https://muster.example@evil.example/mcp",
                "https://muster.example/mcpx",
                "https://muster.example/mcp/../admin",
                "https://muster.example/servers/one/mcp/x",
                "https://muster.example:444/mcp"
            })
    void prefix_check_cve_2026_77825_what_begins_like_our_resource_is_not_ours(String resource) {
        var trusting = AuthServerWorld.atDex(block -> block.with("consent", JsonObject.of("mode", "off")));
        var request = AuthServerWorld.request(trusting.register());
        request.put("resource", resource);

        assertThat(location(trusting.get("/oauth/authorize?" + AuthServerWorld.form(request))))
                .containsEntry("error", "invalid_target");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/cb/../evil",
                "https://client.example/cbx",
                "https://client.example/cb?",
                "https://client.example/cb/",
                "https://client.example.evil.example/cb",
                "https://client.example@evil.example/cb"
            })
    void prefix_check_cve_2026_77825_what_begins_like_a_redirect_uri_is_none(String uri) {
        var request = AuthServerWorld.request(world.register());
        request.put("redirect_uri", uri);

        var answer = world.get("/oauth/authorize?" + AuthServerWorld.form(request));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    /** Two readers of one document read two things. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Redirect_Uris\":[\"https://client.example/cb\"]}",
                "{\"redirect_uris\":[\"https://client.example/cb\"],\"redirect_uris\":[\"https://evil.example/cb\"]}",
                "{\"redirect_uris\":[\"https://client.example/cb\"]} {\"redirect_uris\":[\"https://evil.example/cb\"]}"
            })
    void json_ambiguity_cve_2026_27896_a_document_that_can_be_read_in_two_ways_is_refused(String document) {
        assertThat(register(document).status()).isEqualTo(400);
    }

    /** A header that is none ends the process or a thread of it. */
    @Property(tries = 300)
    void malformed_header_cve_2026_9803_no_header_makes_the_server_fail(
            @ForAll String scheme, @ForAll String credentials) {
        for (var header : new String[] {
            scheme + " " + credentials, "Bearer " + credentials, "Basic " + credentials, "DPoP " + credentials
        }) {
            var headers = Headers.of("Authorization", header)
                    .with("DPoP", credentials)
                    .with("Cookie", credentials);

            assertThat(refused(world, HttpRequest.of("POST", "/mcp", headers, new byte[0]))
                            .status())
                    .isEqualTo(401);
            for (var path : new String[] {"/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/userinfo"}) {
                var body = "grant_type=refresh_token&refresh_token=x&token=x".getBytes(StandardCharsets.US_ASCII);
                assertThat(world.send(HttpRequest.of("POST", path, headers, body))
                                .status())
                        .as(path)
                        .isBetween(400, 429);
            }
        }
    }
}
