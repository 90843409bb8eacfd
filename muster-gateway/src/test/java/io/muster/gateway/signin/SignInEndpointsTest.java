package io.muster.gateway.signin;

import static io.muster.gateway.signin.FakeAuthorizationServer.json;
import static io.muster.gateway.signin.FakeAuthorizationServer.refusal;
import static io.muster.gateway.signin.SignInWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendSpec;
import io.muster.oauth.Subject;
import io.muster.oauth.registration.ClientSettings;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInEndpointsTest {
    private static final String EXPIRED = "Authentication session expired. Please try again.";

    private final SignInWorld world = world("http://muster.example", SignInSettings.Confirmation.OFF);
    private final FakeAuthorizationServer as = world.issuer("https://as.example");
    private final BackendSpec wiki = world.server("wiki", "https://as.example");

    private static SignInWorld world(String publicUrl, SignInSettings.Confirmation confirmation) {
        return new SignInWorld(new SignInSettings(
                ClientSettings.of(publicUrl),
                Map.of(),
                List.of(URI.create("https://ide.example/done"), URI.create("https://ide.example:8443/x/")),
                confirmation,
                true));
    }

    private static String body(HttpResponse response) {
        return response.body() instanceof Body.Bytes(var content) ? new String(content, StandardCharsets.UTF_8) : "";
    }

    private static void assertFailed(HttpResponse response, String message) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(body(response))
                .contains("<title>Authentication Failed - Muster</title>", message, "Powered by Muster")
                .containsPattern("Reference: [2-9A-Z]{8}");
        assertThat(response.headers().first("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(response.headers().first("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().first("X-Frame-Options")).contains("DENY");
        assertThat(response.headers().first("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(response.headers().first("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().first("Cache-Control")).contains("no-store, no-cache, must-revalidate");
    }

    // --- the way out

    @Test
    void a_link_leads_to_the_authorization_server_as_often_as_it_is_opened() throws InterruptedException {
        var state = world.begin(ALICE, wiki);

        for (int n = 0; n < 2; n++) {
            var answer = world.start("state=" + state);
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.headers().first("Location").orElseThrow())
                    .startsWith("https://as.example/authorize?")
                    .contains("state=" + state);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', Invalid sign-in link: missing required parameters",
        "state=, Invalid sign-in link: missing required parameters",
        "state=unknown, Authentication session expired. Please try again.",
        "state=%3Cscript%3E, Authentication session expired. Please try again."
    })
    void a_link_that_is_none_says_so(String query, String message) {
        assertFailed(world.start(query), message);
    }

    @Test
    void a_link_ends_after_ten_minutes() throws InterruptedException {
        var state = world.begin(ALICE, wiki);
        world.time.advance(Duration.ofMinutes(10));

        assertFailed(world.start("state=" + state), EXPIRED);
        assertFailed(world.callback("code=c&state=" + state), EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "https%3A%2F%2Fide.example%2Fdone%3Fa%3D1, https://ide.example/done?a=1&server=wiki",
        "https%3A%2F%2Fide.example%2Fdone%3Fserver%3Devil%26b%3D2%23f, https://ide.example/done?b=2&server=wiki#f",
        "https%3A%2F%2Fide.example%3A443%2Fdone%2Fbelow, https://ide.example:443/done/below?server=wiki",
        "https%3A%2F%2FIDE.example%3A8443%2Fx%2Fy, https://IDE.example:8443/x/y?server=wiki"
    })
    void a_browser_returns_to_where_the_operator_allows(String redirect, String location) throws InterruptedException {
        var state = world.begin(ALICE, wiki);
        world.start("state=" + state + "&redirect=" + redirect);

        var answer = world.callback("code=c&state=" + state);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers().first("Location")).contains(location);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example/done",
        "https://ide.example/donee",
        "https://ide.example:8443/done",
        "http://ide.example/done",
        "https://user@ide.example/done",
        "https://ide.example.evil/done",
        "https://ide.example/done/../x",
        "https://ide.example/done/%252e%252E/x",
        "https://ide.example/done/%2E%2e/x",
        "https://ide.example:8443/x",
        "javascript:alert(1)",
        "//ide.example/done",
        "/done"
    })
    void to_nowhere_else(String redirect) throws InterruptedException {
        var state = world.begin(ALICE, wiki);

        assertThat(world.start("state=" + state + "&redirect=" + redirect).status())
                .isEqualTo(302);
        assertThat(world.pending.find(state).orElseThrow().returnTo()).isEmpty();
    }

    // --- the way back

    @Test
    void a_success_names_the_server() throws InterruptedException {
        var answer = world.callback("code=c&state=" + world.begin(ALICE, wiki));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer))
                .contains("<title>Authentication Successful - Muster</title>", "wiki", "retry the previous command");
        assertThat(world.presented).containsKey("wiki");
        assertThat(world.counted.counts).contains("muster.auth.logins{outcome=success, reason=, server=wiki}");
    }

    @Test
    void a_server_that_does_not_connect_is_no_failure_of_the_login() throws InterruptedException {
        world.refused.add("access-1");

        assertThat(world.callback("code=c&state=" + world.begin(ALICE, wiki)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Invalid callback: missing required parameters",
        "code=c, Invalid callback: missing required parameters",
        "state={state}, Invalid callback: missing required parameters",
        "code=c&state=foreign, Authentication session expired. Please try again.",
        "code=c&state={state}&iss=https://evil.example, Authentication was denied or failed. Please try again.",
        "error=access_denied&state={state}, Authentication was denied or failed. Please try again."
    })
    void a_return_that_is_not_believed_stores_nothing(String query, String message) throws InterruptedException {
        var state = world.begin(ALICE, wiki);

        assertFailed(world.callback(query.replace("{state}", state)), message);
        assertThat(as.forms()).isEmpty();
        assertThat(world.store.content()).doesNotContain("access-");
    }

    @Test
    void a_state_is_good_once() throws InterruptedException {
        var state = world.begin(ALICE, wiki);
        world.callback("code=c&state=" + state);

        assertFailed(world.callback("code=c&state=" + state), EXPIRED);
        assertThat(as.forms()).hasSize(1);
    }

    @Test
    void what_the_server_says_is_shown_as_text_and_escaped_once() throws InterruptedException {
        var state = world.begin(ALICE, wiki);

        var page = body(world.callback("error=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E%26amp;&state=" + state));

        assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;&amp;amp;").doesNotContain("<img");
        assertThat(world.counted.counts).contains("muster.auth.logins{outcome=failure, reason=denied, server=wiki}");
    }

    @Test
    void an_error_that_somebody_else_sent_is_not_shown() throws InterruptedException {
        var state = world.begin(ALICE, wiki);

        assertThat(body(world.callback("error=call-0800-evil&iss=https://evil.example&state=" + state)))
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'access_token':'a'}                                    | it has no token_type",
                "{'access_token':'a','token_type':'mac'}                 | its token_type is not Bearer",
                "{'access_token':'a','token_type':'Bearer','expires_in':0} | its expires_in is zero",
                "{'access_token':'a','token_type':'Bearer','expires_in':99999999999} | longer than ten years"
            })
    void a_token_answer_that_is_not_believed_names_the_step(String answer, String why) throws InterruptedException {
        as.answer(json(answer));

        var page = world.callback("code=c&state=" + world.begin(ALICE, wiki));

        assertFailed(page, "Failed to complete authentication. Please try again.");
        assertThat(body(page)).contains("Redeeming the code at as.example failed", why);
        assertThat(world.counted.counts)
                .contains("muster.auth.logins{outcome=failure, reason=code_exchange_failed, server=wiki}");
        assertThat(world.presented).isEmpty();
    }

    @Test
    void a_client_that_is_unknown_is_registered_again_for_the_next_login() throws InterruptedException {
        as.answer(refusal(401, "invalid_client"));
        world.callback("code=c&state=" + world.begin(ALICE, wiki));
        world.begin(ALICE, wiki);

        assertThat(world.internet.requests("https://as.example/register")).isEqualTo(2);
    }

    @Test
    void a_definition_that_moved_meanwhile_gets_no_token() throws InterruptedException {
        var state = world.begin(ALICE, wiki);
        world.define("wiki", "https://evil.example/mcp", "{}");

        assertFailed(world.callback("code=c&state=" + state), "The server was defined anew");
        assertThat(as.forms()).isEmpty();
    }

    @Test
    void a_store_that_is_away_is_named() throws InterruptedException {
        var state = world.begin(ALICE, wiki);
        world.store.away(true);

        assertFailed(world.callback("code=c&state=" + state), "The store of sessions gives no answer.");
    }

    // --- which browser

    @Test
    void over_tls_the_browser_that_returns_is_the_one_that_began() throws InterruptedException {
        var secure = world("https://muster.example", SignInSettings.Confirmation.OFF);
        secure.issuer("https://as.example");
        var state = secure.begin(ALICE, secure.server("wiki", "https://as.example"));
        var cookie =
                secure.start("state=" + state).headers().first("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("__Host-").contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax");

        assertFailed(secure.callback("code=c&state=" + state), "Authentication session invalid. Please try again.");
        assertFailed(
                secure.callback(
                        "code=c&state=" + state,
                        Headers.of("Cookie", cookie.substring(0, cookie.indexOf('=')) + "=guess")),
                "Authentication session invalid. Please try again.");

        var sent = "a=b; " + cookie.substring(0, cookie.indexOf(';'));
        assertThat(secure.callback("code=c&state=" + state, Headers.of("Cookie", sent))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_page_asks_first_where_the_operator_wants_it_and_only_its_own_form_leads_on() throws InterruptedException {
        var asking = world("http://muster.example", SignInSettings.Confirmation.PAGE);
        asking.issuer("https://as.example");
        var state = asking.begin(ALICE, asking.server("wiki", "https://as.example"));

        var page = asking.start("state=" + state);

        assertThat(page.status()).isEqualTo(200);
        assertThat(body(page)).contains("alice", "wiki", "https://as.example", "method=\"post\"");
        var cookie = page.headers().first("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("SameSite=Strict", "HttpOnly");
        var pair = cookie.substring(0, cookie.indexOf(';'));
        var form = "state=" + state + "&confirmed=" + pair.substring(pair.indexOf('=') + 1);
        assertThat(post(asking, form, Headers.EMPTY).status()).isEqualTo(200);
        assertThat(post(asking, "state=" + state + "&confirmed=", Headers.EMPTY).status())
                .isEqualTo(200);
        assertThat(post(asking, form, Headers.of("Cookie", pair)).status()).isEqualTo(303);
    }

    private static HttpResponse post(SignInWorld world, String form, Headers headers) {
        return world.endpoints
                .start()
                .handle(HttpRequest.of("POST", "/oauth/proxy/start", headers, form.getBytes(StandardCharsets.UTF_8)));
    }

    // --- whose login it is

    /** A browser that has opened the link of Alice's login where Muster's own login comes first. */
    private static final class Identified {
        private final SignInWorld world = world("http://muster.example", SignInSettings.Confirmation.SSO);
        private final String state;
        private final HttpResponse started;

        Identified() throws InterruptedException {
            world.issuer("https://as.example");
            state = world.begin(ALICE, world.server("wiki", "https://as.example"));
            started = world.start("state=" + state);
        }

        String cookie() {
            return started.headers().first("Set-Cookie").orElseThrow().split(";", 2)[0];
        }

        HttpResponse back(String code, String cookie) {
            var target = "/oauth/proxy/confirm?state=" + state + "&code=" + code;
            return world.endpoints
                    .confirm()
                    .handle(HttpRequest.of("GET", target, Headers.of("Cookie", cookie), new byte[0]));
        }
    }

    @Test
    void where_the_operator_wants_it_the_user_of_the_session_logs_in_to_muster_first() throws InterruptedException {
        var browser = new Identified();
        assertThat(browser.started.status()).isEqualTo(302);
        assertThat(browser.started.headers().first("Location").orElseThrow())
                .startsWith("https://dex.example/auth?")
                .endsWith("back=http://muster.example/oauth/proxy/confirm");
        assertThat(browser.started.headers().first("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Lax");
        browser.world.own.codes.put("c1", ALICE.subject());

        var onwards = browser.back("c1", browser.cookie());

        assertThat(onwards.status()).isEqualTo(302);
        assertThat(onwards.headers().first("Location").orElseThrow()).startsWith("https://as.example/authorize?");
    }

    @Test
    void nobody_else_goes_on_with_a_link() throws InterruptedException {
        var browser = new Identified();
        browser.world.own.codes.put("c1", new Subject("mallory"));

        assertFailed(browser.back("c1", browser.cookie()), "This sign-in link is not yours.");
    }

    /** Who made the link can log in as well, but not in the browser of somebody else. */
    @Test
    void a_code_that_another_browser_was_given_identifies_nobody() throws InterruptedException {
        var browser = new Identified();
        browser.world.own.codes.put("c1", ALICE.subject());
        var name = browser.cookie().split("=", 2)[0];

        assertFailed(browser.back("c1", ""), "Muster could not tell who you are.");
        assertFailed(browser.back("c1", name + "=another"), "Muster could not tell who you are.");
        assertFailed(browser.back("", browser.cookie()), "Muster could not tell who you are.");
        assertThat(browser.world.own.codes).containsKey("c1");
    }

    @Test
    void a_confirmation_of_a_login_that_has_ended_says_so() throws InterruptedException {
        var browser = new Identified();
        browser.world.own.codes.put("c1", ALICE.subject());
        browser.world.time.advance(Duration.ofMinutes(10));

        assertFailed(browser.back("c1", browser.cookie()), EXPIRED);
    }

    // --- who we are

    @Test
    void a_document_describes_the_client() {
        var answer = world.endpoints
                .document()
                .orElseThrow()
                .handle(HttpRequest.of("GET", world.endpoints.documentPath(), Headers.EMPTY, new byte[0]));

        assertThat(Json.parse(body(answer).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        JsonObject.class,
                        document -> assertThat(document.text("client_id"))
                                .contains("http://muster.example/.well-known/oauth-client.json"));
        assertThat(world.endpoints
                        .callback()
                        .handle(HttpRequest.of("POST", "/", Headers.EMPTY, new byte[0]))
                        .status())
                .isEqualTo(405);
    }
}
