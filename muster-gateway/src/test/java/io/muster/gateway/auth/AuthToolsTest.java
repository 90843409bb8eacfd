package io.muster.gateway.auth;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeGateway.text;
import static io.muster.gateway.signin.SignInWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeGateway;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.signin.LoginFlow;
import io.muster.gateway.signin.SignInMeters;
import io.muster.gateway.signin.SignInWorld;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthToolsTest {
    private static final String LOGIN = "core_auth_login";
    private static final String LOGOUT = "core_auth_logout";

    private final FakeGateway gateway = new FakeGateway();
    private final SignInWorld world = new SignInWorld();
    private final AuthTools tools = tools(Optional.of(world.flow));
    private final AuthTools withoutLogins = tools(Optional.empty());

    AuthToolsTest() {
        world.issuer("https://as.example");
        gateway.backends.connect(server("up"), everything());
        gateway.backends.become(server("down"), ServiceState.FAILED);
        gateway.backends.become(world.server("wiki", "https://as.example"), ServiceState.AUTH_REQUIRED);
        gateway.backends.become(world.server("done", "https://as.example"), ServiceState.CONNECTED);
        gateway.backends.become(world.define("mute", "https://mute.example/mcp", "{}"), ServiceState.AUTH_REQUIRED);
        gateway.backends.become(
                world.define(
                        "pinned",
                        "https://mute.example/mcp",
                        "{\"authorizationServer\":{\"issuer\":\"https://gone.example\"}}"),
                ServiceState.AUTH_REQUIRED);
        gateway.backends.become(sso("sso"), ServiceState.AUTH_REQUIRED);
        gateway.backends.become(sso("ssodone"), ServiceState.CONNECTED);
        world.view("wiki", LeaseStatus.AUTH_REQUIRED);
        world.view("done", LeaseStatus.CONNECTED);
        world.view("sso", LeaseStatus.REAUTH_REQUIRED);
        world.view("ssodone", LeaseStatus.CONNECTED);
    }

    private static BackendSpec sso(String name) {
        var exchange = new Access.PerSession(Json.parseObject("{\"tokenExchange\":{\"enabled\":true}}"));
        return server(name, BackendSpec.Naming.DEFAULT, exchange);
    }

    private AuthTools tools(Optional<LoginFlow> flow) {
        return new AuthTools(gateway.servers, world, flow, new SignInMeters(world.counted), world.time);
    }

    private CallToolResult call(AuthTools tools, String tool, String server) throws InterruptedException {
        return tools.call(tool, Json.parseObject("{\"server\":\"" + server + "\"}"), ALICE, ReplyChannel.NONE);
    }

    private CallToolResult login(String server) throws InterruptedException {
        return call(tools, LOGIN, server);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "core_auth_login  | no      | true  | Server 'no' not found. Use list_tools to see available servers.",
                "core_auth_login  | up      | false | Server 'up' is already authenticated and connected.",
                "core_auth_login  | down    | false | Server 'down' does not require authentication.",
                "core_auth_login  | done    | false | Server 'done' is already authenticated.",
                "core_auth_login  | ssodone | false | Server 'ssodone' is already authenticated.",
                "core_auth_login  | sso     | true  | Server 'sso' uses SSO and is connected automatically. Manual login via core_auth_login is not supported",
                "core_auth_login  | mute    | true  | Cannot authenticate to 'mute': RFC 9728 protected resource metadata not found. On the MCPServer set spec.auth.type=oauth and spec.auth.authorizationServer.issuer to pin the OAuth issuer URL",
                "core_auth_login  | pinned  | true  | Cannot authenticate to 'pinned': the authorization server named in spec.auth.authorizationServer.issuer cannot be used.",
                "core_auth_login  | wiki    | false | Authentication Required",
                "core_auth_logout | no      | true  | Server 'no' not found.",
                "core_auth_logout | sso     | true  | Server 'sso' uses SSO and is managed automatically. Manual logout via core_auth_logout is not supported",
                "core_auth_logout | wiki    | false | Successfully logged out from 'wiki'."
            })
    void the_first_condition_that_holds_decides(String tool, String server, boolean isError, String text)
            throws InterruptedException {
        var result = call(tools, tool, server);

        assertThat(text(result)).startsWith(text);
        assertThat(result.isError()).isEqualTo(isError);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "core_auth_login  | wiki    | true  | OAuth is not configured. Server 'wiki' requires authentication but OAuth proxy is not enabled. Enable OAuth proxy in the configuration to authenticate to remote MCP servers.",
                "core_auth_login  | sso     | true  | OAuth is not configured. Server 'sso' requires authentication",
                "core_auth_login  | done    | false | Server 'done' is already authenticated.",
                "core_auth_logout | wiki    | false | Successfully logged out from 'wiki'."
            })
    void without_the_client_logins_end_where_it_would_begin(String tool, String server, boolean isError, String text)
            throws InterruptedException {
        var result = call(withoutLogins, tool, server);

        assertThat(text(result)).startsWith(text);
        assertThat(result.isError()).isEqualTo(isError);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"server\":7}", "{\"server\":null}", "{\"server\":\"\"}", "{\"server\":[\"up\"]}"})
    void a_server_has_to_be_named(String arguments) throws InterruptedException {
        for (var tool : List.of(LOGIN, LOGOUT)) {
            var result = tools.call(tool, Json.parseObject(arguments), ALICE, ReplyChannel.NONE);

            assertThat(text(result)).isEqualTo("Error: 'server' argument is required and must be a string");
            assertThat(result.isError()).isTrue();
        }
    }

    @Test
    void a_challenge_has_the_link_where_clients_look_for_it() throws InterruptedException {
        var result = login("wiki");

        var url = result.structuredContent().orElseThrow().text("authUrl").orElseThrow();
        assertThat(url).startsWith("http://muster.example/oauth/proxy/start?state=");
        assertThat(result.structuredContent().orElseThrow().text("status")).contains("auth_required");
        assertThat(text(result)).isEqualTo("""
                Authentication Required

                Server: wiki
                Status: Authentication required for wiki. Please visit the link below to authenticate.

                Please sign in to connect to this server:

                %s

                After signing in, run this tool again to complete the connection.""".formatted(url));
        assertThat(List.of(text(result).split("\\s+", -1)))
                .filteredOn(word -> word.startsWith("http"))
                .first()
                .isEqualTo(url);
    }

    @Test
    void what_the_session_has_is_enough_where_it_is_good() throws InterruptedException {
        world.logIn(ALICE, gateway.servers.find("wiki").orElseThrow().spec());

        var result = login("wiki");

        assertThat(result.isError()).isFalse();
        assertThat(text(result)).isEqualTo("""
                Successfully connected to 'wiki'!

                Available capabilities:
                - Tools: 0
                - Resources: 0
                - Prompts: 0

                You can now use the tools from this server.""");
    }

    @Test
    void a_logout_says_how_to_come_back() throws InterruptedException {
        var wiki = gateway.servers.find("wiki").orElseThrow().spec();
        world.logIn(ALICE, wiki);

        assertThat(text(call(tools, LOGOUT, "wiki"))).isEqualTo("""
                Successfully logged out from 'wiki'.

                The server's tools are now hidden. Use core_auth_login with server='wiki' to re-authenticate.""");
        assertThat(text(login("wiki"))).startsWith("Authentication Required");
    }

    @Test
    void a_failed_discovery_names_every_step() throws InterruptedException {
        assertThat(text(login("mute")))
                .contains("docs/how-to/connecting-non-rfc9728-mcp-servers.md")
                .contains("\n- challenge of the server: https://mute.example/mcp: no such host")
                .contains("\n- resource metadata at its well-known path (RFC 9728): ");
    }

    @Test
    void ten_attempts_a_minute_are_enough() throws InterruptedException {
        for (int n = 0; n < 10; n++) {
            assertThat(text(login("wiki"))).startsWith("Authentication Required");
            world.time.advance(Duration.ofSeconds(5));
        }

        assertThat(text(login("no"))).isEqualTo("""
                Rate limit exceeded. Too many authentication attempts.

                Please wait a moment before trying again.
                Remaining attempts: 0""");
        var bob = new Caller(new SessionId("s"), new Subject("bob"));
        assertThat(text(tools.call(LOGIN, Json.parseObject("{\"server\":\"wiki\"}"), bob, ReplyChannel.NONE)))
                .startsWith("Authentication Required");

        world.time.advance(Duration.ofSeconds(10));
        assertThat(text(login("wiki"))).startsWith("Authentication Required");
        assertThat(text(login("wiki"))).startsWith("Rate limit exceeded.");
        assertThat(world.counted.counts)
                .containsOnlyOnce("muster.auth.logins{outcome=failure, reason=rate_limited, server=wiki}")
                .noneMatch(line -> line.contains("server=no}"));
    }

    @Test
    void what_costs_nothing_is_not_counted_and_success_starts_anew() throws InterruptedException {
        for (int n = 0; n < 30; n++) {
            login("done");
            login("up");
            login("no");
        }
        world.logIn(ALICE, gateway.servers.find("wiki").orElseThrow().spec());
        for (int n = 0; n < 30; n++) {
            assertThat(text(login("wiki"))).startsWith("Successfully connected");
        }
    }

    @Test
    void the_tools_describe_themselves_as_they_always_have() {
        assertThat(tools.tools(ALICE))
                .extracting(tool -> tool.json().text("description", ""))
                .containsExactly(
                        "Authenticate to an OAuth-protected MCP server", "Log out from an OAuth-protected MCP server");
    }
}
