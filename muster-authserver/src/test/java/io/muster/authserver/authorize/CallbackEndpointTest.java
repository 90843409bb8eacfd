package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.ISSUER;
import static io.muster.authserver.authorize.LoginWorld.REDIRECT;
import static io.muster.authserver.authorize.LoginWorld.STATE;
import static io.muster.authserver.authorize.LoginWorld.json;
import static io.muster.authserver.authorize.LoginWorld.location;
import static io.muster.authserver.authorize.LoginWorld.setting;
import static io.muster.authserver.authorize.LoginWorld.stateOf;
import static io.muster.authserver.authorize.LoginWorld.target;
import static io.muster.authserver.authorize.LoginWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackEndpointTest {
    private static final UnaryOperator<Map<String, String>> GOOD = UnaryOperator.identity();
    private final LoginWorld world = new LoginWorld();
    private final LoginWorld.Browser browser = world.new Browser();

    @Test
    void a_login_ends_with_a_code_for_the_client() {
        var away = browser.authorize(setting("nonce", "n".repeat(30)));

        var done = browser.callback(away);

        assertThat(done.status()).isEqualTo(302);
        assertThat(target(done)).isEqualTo(REDIRECT);
        assertThat(location(done)).containsEntry("state", STATE).containsEntry("iss", ISSUER);
        assertThat(location(done).get("code")).hasSize(43);
        assertThat(done.headers().first("Cache-Control")).contains("no-store");
        assertThat(done.headers().first("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void the_code_stands_for_what_was_asked_for_and_who_logged_in() {
        var done = browser.callback(browser.authorize(GOOD));

        var code = world.stores
                .flows()
                .find(TokenHash.of(location(done).getOrDefault("code", "")), world.time.instant())
                .orElseThrow();
        assertThat(code.client().value()).isEqualTo("client-1");
        assertThat(code.redirectUri()).isEqualTo(REDIRECT);
        assertThat(code.subject()).isEqualTo(new Subject("alice"));
        assertThat(code.scopes()).isEqualTo(Scopes.parse("openid mcp:tools"));
        assertThat(code.codeChallenge()).isEqualTo(LoginWorld.CHALLENGE);
        assertThat(code.resources()).containsExactly(ISSUER);
        assertThat(code.expiresAt()).isEqualTo(world.time.instant().plusSeconds(600));
    }

    @Test
    void the_user_and_the_tokens_of_the_provider_are_kept() throws InterruptedException {
        browser.callback(browser.authorize(GOOD));

        assertThat(world.stores.users().find(new Subject("alice")).orElseThrow().email())
                .isEqualTo("alice@example.com");
        assertThat(world.stores
                        .providerTokens()
                        .find(new Subject("alice"))
                        .orElseThrow()
                        .refreshToken())
                .contains(new Secret("idp-refresh"));
    }

    @Test
    void the_code_of_the_provider_is_redeemed_with_our_verifier_and_nonce() {
        var away = browser.authorize(GOOD);

        browser.callback(away);

        var redeemed = world.provider.redeemed().getFirst();
        assertThat(redeemed.code()).isEqualTo("idp-code");
        assertThat(PkcePair.challenge(new Secret(redeemed.verifier())))
                .isEqualTo(location(away).get("code_challenge"));
        assertThat(redeemed.nonce()).contains(location(away).getOrDefault("nonce", ""));
    }

    /** RFC 9110, 9.2.1: a program that only looks where a link leads must not end a login. */
    @Test
    void a_look_at_the_address_ends_no_login() {
        var away = browser.authorize(GOOD);

        var looked = browser.head("/oauth/callback?code=idp-code&state=" + LoginWorld.stateOf(away));
        var done = browser.callback(away);

        assertThat(looked.status()).isEqualTo(405);
        assertThat(looked.headers().first("Allow")).contains("GET");
        assertThat(location(done)).containsKey("code");
    }

    /** Rows 3 and 4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "code=x",
                "state=0123456789012345678901234567890123456789012",
                "code=x&state=short",
                "code=&state=0123456789012345678901234567890123456789012",
                "error=access_denied"
            })
    void what_names_no_login_is_told_to_the_person(String query) {
        var answer = browser.programmatic().get("/oauth/callback?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).text("error_description")).contains("state and code are required");
    }

    @Test
    void a_state_that_is_too_long_names_no_login() {
        assertThat(browser.callback("s".repeat(513)).status()).isEqualTo(400);
    }

    /** Row 5. */
    @Test
    void an_unknown_state_gets_a_page_with_a_fixed_text() {
        var answer = browser.get(
                "/oauth/callback?error=<script>&error_description=evil&state=0123456789012345678901234567890123456789012");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer))
                .contains("not known here")
                .doesNotContain("evil")
                .doesNotContain("<script>");
        assertThat(world.audited).containsExactly(AuditEvent.INVALID_PROVIDER_CALLBACK);
    }

    @Test
    void a_login_may_take_ten_minutes() {
        var away = browser.authorize(GOOD);
        world.time.advance(Duration.ofMinutes(11));

        assertThat(browser.callback(away).status()).isEqualTo(400);
    }

    /** Row 6. */
    @Test
    void a_state_is_good_for_one_callback() {
        var away = browser.authorize(GOOD);
        var cookies = Map.copyOf(browser.cookies());
        browser.callback(away);
        browser.cookies().putAll(cookies);

        assertThat(browser.callback(away).status()).isEqualTo(400);
    }

    /** Row 2. */
    @ParameterizedTest
    @CsvSource({
        "access_denied, access_denied",
        "login_required, login_required",
        "consent_required, consent_required",
        "interaction_required, interaction_required",
        "account_selection_required, account_selection_required",
        "temporarily_unavailable, temporarily_unavailable",
        "invalid_scope, server_error",
        "unauthorized_client, server_error",
        "<script>alert(1)</script>, server_error"
    })
    void errors_of_the_provider_reach_the_client_in_our_words(String theirs, String ours) {
        var away = browser.authorize(GOOD);

        var answer = browser.get("/oauth/callback?state=" + stateOf(away) + "&error="
                + theirs.replace("<", "%3C").replace(">", "%3E") + "&error_description=their%20text");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(target(answer)).isEqualTo(REDIRECT);
        assertThat(location(answer))
                .containsEntry("error", ours)
                .containsEntry("state", STATE)
                .containsEntry("iss", ISSUER);
        assertThat(answer.headers().first("Location").orElse("")).doesNotContain("their");
        assertThat(world.log.lines()).noneMatch(line -> line.contains("script") || line.contains("their text"));
    }

    /** Rows 7 to 9. */
    @ParameterizedTest
    @CsvSource({
        "REFUSED, provider_refused, server_error, PROVIDER_CODE_EXCHANGE_FAILED, provider_refused",
        "UNAVAILABLE, provider_status, temporarily_unavailable, PROVIDER_CODE_EXCHANGE_FAILED, provider_status",
        "INVALID, id_token_issuer, server_error, PROVIDER_CODE_EXCHANGE_FAILED, id_token_issuer",
        "INVALID, subject_mismatch, server_error, PROVIDER_CODE_EXCHANGE_FAILED, subject_mismatch",
        "INVALID, id_token_missing, server_error, PROVIDER_NONCE_MISMATCH, id_token_missing",
        "INVALID, id_token_parse_failed, server_error, PROVIDER_NONCE_MISMATCH, id_token_parse_failed",
        "INVALID, nonce_wrong_type, server_error, PROVIDER_NONCE_MISMATCH, wrong_type",
        "INVALID, nonce_absent, server_error, PROVIDER_NONCE_MISMATCH, absent",
        "INVALID, nonce_mismatch, server_error, PROVIDER_NONCE_MISMATCH, mismatch",
        "INVALID, missing_subject, server_error, PROVIDER_TOKEN_STORAGE_FAILED, missing_subject"
    })
    void failures_at_the_provider_reach_the_client_and_the_audit(
            Kind kind, String reason, String error, AuditEvent event, String detail) {
        var away = browser.authorize(GOOD);
        world.provider.failing(kind, reason);

        var answer = browser.callback(away);

        assertThat(target(answer)).isEqualTo(REDIRECT);
        assertThat(location(answer))
                .containsEntry("error", error)
                .containsEntry("state", STATE)
                .containsEntry("iss", ISSUER)
                .doesNotContainKey("code");
        assertThat(world.details.get(event)).containsEntry("reason", detail);
    }

    /** Rows 10 to 12. */
    @Test
    void a_store_outage_reaches_the_client_as_passing() {
        var away = browser.authorize(GOOD);
        world.with(new BrokenFlows(world.stores.flows()).failing("issue"));

        assertThat(location(browser.callback(away)))
                .containsEntry("error", "temporarily_unavailable")
                .containsEntry("state", STATE);
    }

    /** Rows 10 and 11: the client is told, as of all that fails after the provider has answered (13.1). */
    @Test
    void a_provider_that_says_more_than_can_be_stored_is_told_to_the_client() {
        var away = browser.authorize(GOOD);
        world.provider.saying("x".repeat(700_000));

        var answer = browser.callback(away);

        assertThat(target(answer)).isEqualTo(REDIRECT);
        assertThat(location(answer))
                .containsEntry("error", "server_error")
                .containsEntry("state", STATE)
                .containsEntry("iss", ISSUER)
                .hasEntrySatisfying(
                        "error_description",
                        text -> assertThat(text).contains("larger than what can be stored", "(reference "))
                .doesNotContainKey("code");
        assertThat(world.details.get(AuditEvent.PROVIDER_TOKEN_STORAGE_FAILED))
                .containsEntry("reason", "value_too_large");
    }

    @Test
    void an_outage_before_the_login_is_known_is_told_to_the_person() {
        var away = browser.authorize(GOOD);
        world.with(new BrokenFlows(world.stores.flows()).failing("take"));

        var answer = browser.callback(away);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Retry-After")).contains("5");
    }

    @Test
    void an_application_with_a_scheme_of_its_own_is_opened_by_a_page() {
        var away = browser.authorize(
                setting("client_id", "native").andThen(setting("redirect_uri", "cursor://app/callback"))::apply);

        var page = browser.callback(away);

        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page)).contains("Open Cursor").contains("href=\"cursor://app/callback?code=");
        assertThat(page.headers().first("Content-Security-Policy").orElse("")).contains("script-src 'sha256-");
    }

    @Test
    void a_failed_login_reaches_such_an_application_too() {
        var away = browser.authorize(
                setting("client_id", "native").andThen(setting("redirect_uri", "cursor://app/callback"))::apply);
        world.provider.failing(Kind.UNAVAILABLE, "provider_status");

        assertThat(text(browser.callback(away))).contains("href=\"cursor://app/callback?error=temporarily_unavailable");
    }

    @Test
    void in_development_a_client_without_cookies_may_log_in() {
        var local = new LoginWorld().with(LoginWorld.settings("http://localhost:8090", ConsentMode.OFF, false));
        var away = local.authorize(GOOD);

        var done = local.new Browser().callback(away);

        assertThat(location(done)).containsKey("code").containsEntry("iss", "http://localhost:8090");
    }

    @Test
    void over_http_cookies_have_plain_names() {
        var local = new LoginWorld().with(LoginWorld.settings("http://localhost:8090", ConsentMode.OFF, false));

        assertThat(local.authorize(GOOD).headers().all("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("muster-login-")
                .doesNotContain("Secure");
    }

    @Test
    void the_cookie_of_a_login_is_removed_when_it_ends() {
        browser.callback(browser.authorize(GOOD));

        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void logins_under_way_in_one_browser_do_not_disturb_each_other() {
        var one = browser.authorize(GOOD);
        var other = browser.authorize(GOOD);

        assertThat(location(browser.callback(one))).containsKey("code");
        assertThat(location(browser.callback(other))).containsKey("code");
    }
}
