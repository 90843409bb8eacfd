package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.ISSUER;
import static io.muster.authserver.authorize.LoginWorld.REDIRECT;
import static io.muster.authserver.authorize.LoginWorld.STATE;
import static io.muster.authserver.authorize.LoginWorld.field;
import static io.muster.authserver.authorize.LoginWorld.location;
import static io.muster.authserver.authorize.LoginWorld.setting;
import static io.muster.authserver.authorize.LoginWorld.stateOf;
import static io.muster.authserver.authorize.LoginWorld.target;
import static io.muster.authserver.authorize.LoginWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.store.RegisteredClient;
import io.muster.wire.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
    private static final UnaryOperator<Map<String, String>> GOOD = UnaryOperator.identity();
    private static final UnaryOperator<Map<String, String>> TRUSTED =
            setting("client_id", "trusted").andThen(setting("redirect_uri", "https://trusted.example/cb"))::apply;

    private final LoginWorld world = new LoginWorld().asking();
    private final LoginWorld.Browser browser = world.new Browser();

    private static boolean isQuestion(HttpResponse response) {
        return response.status() == 200 && text(response).contains("to act for you?");
    }

    @ParameterizedTest
    @CsvSource({
        "OFF, false, false",
        "OFF, true, false",
        "UNTRUSTED, false, true",
        "UNTRUSTED, true, false",
        "ALWAYS, false, true",
        "ALWAYS, true, true"
    })
    void who_is_asked_depends_on_the_mode_and_on_the_client(ConsentMode mode, boolean trusted, boolean asked) {
        world.with(LoginWorld.settings(ISSUER, mode, true));

        assertThat(isQuestion(browser.authorize(trusted ? TRUSTED : GOOD))).isEqualTo(asked);
    }

    @Test
    void the_page_says_who_asks_for_what_and_where_it_goes() {
        var page = browser.authorize(setting("resource", ISSUER + "/mcp"));

        assertThat(text(page))
                .contains("Client client-1")
                .contains("client.example")
                .contains(REDIRECT)
                .contains("mcp:tools")
                .contains("audience:server:client_id:k8s")
                .contains(ISSUER + "/mcp")
                .contains("Nobody has checked the name")
                .doesNotContain("on this computer");
        assertThat(page.headers().first("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self' https:")
                .doesNotContain("unsafe");
        assertThat(page.headers().first("X-Frame-Options")).contains("DENY");
        assertThat(page.headers().first("Cache-Control").orElse("")).contains("no-store");
        assertThat(world.audited).containsExactly(AuditEvent.CONSENT_ASKED);
    }

    @Test
    void a_client_known_by_its_document_is_shown_with_the_host_that_vouches() {
        var id = "https://tools.acme.example/client.json";
        world.clients.add(id, RegisteredClient.Origin.METADATA_DOCUMENT, "http://127.0.0.1/cb");

        var page = browser.authorize(
                setting("client_id", id).andThen(setting("redirect_uri", "http://127.0.0.1/cb"))::apply);

        assertThat(text(page)).contains("Published by tools.acme.example").contains("on this computer");
        assertThat(page.headers().first("Content-Security-Policy").orElse("")).contains("http://127.0.0.1");
    }

    @Test
    void an_application_with_a_scheme_of_its_own_is_on_this_computer() {
        world.clients.add("editor", RegisteredClient.Origin.OPEN, "evil://github.com/callback");

        var page = browser.authorize(
                setting("client_id", "editor").andThen(setting("redirect_uri", "evil://github.com/callback"))::apply);

        assertThat(text(page)).contains("any program could use this name");
    }

    @Test
    void a_client_that_an_operator_vouches_for_is_shown_as_such() {
        world.with(LoginWorld.settings(ISSUER, ConsentMode.ALWAYS, true));

        assertThat(text(browser.authorize(TRUSTED)))
                .contains("Known to whoever runs Muster here")
                .doesNotContain("Nobody has checked");
    }

    @Test
    void nothing_begins_before_the_person_agrees() {
        var page = browser.authorize(GOOD);

        assertThat(page.headers().first("Location")).isEmpty();
        assertThat(page.headers().all("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-muster-consent-")
                .contains("; Path=/; HttpOnly; SameSite=Lax; Secure");
        assertThat(world.audited).doesNotContain(AuditEvent.AUTHORIZATION_FLOW_STARTED);
    }

    @Test
    void who_agrees_goes_on_to_the_identity_provider() {
        var answer = browser.answer(browser.authorize(GOOD), "allow");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(target(answer)).isEqualTo("https://idp.example/auth");
        assertThat(answer.headers().all("Set-Cookie")).anyMatch(line -> line.startsWith("__Host-muster-login-"));
        assertThat(world.audited)
                .containsExactly(
                        AuditEvent.CONSENT_ASKED, AuditEvent.CONSENT_GIVEN, AuditEvent.AUTHORIZATION_FLOW_STARTED);
    }

    @Test
    void what_is_long_is_not_kept_until_the_person_has_answered() {
        var page = browser.authorize(
                setting("id_token_hint", "x".repeat(60_000)).andThen(setting("login_hint", "alice"))::apply);

        assertThat(location(browser.answer(page, "allow")))
                .containsEntry("login_hint", "alice")
                .doesNotContainKey("id_token_hint");
    }

    @Test
    void the_whole_way_ends_with_a_code() {
        var done = browser.callback(browser.answer(browser.authorize(GOOD), "allow"));

        assertThat(target(done)).isEqualTo(REDIRECT);
        assertThat(location(done)).containsKey("code").containsEntry("state", STATE);
    }

    @Test
    void who_does_not_agree_sends_an_error_to_the_client() {
        var answer = browser.answer(browser.authorize(GOOD), "deny");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(target(answer)).isEqualTo(REDIRECT);
        assertThat(location(answer))
                .containsEntry("error", "access_denied")
                .containsEntry("state", STATE)
                .containsEntry("iss", ISSUER);
        assertThat(world.audited).containsExactly(AuditEvent.CONSENT_ASKED, AuditEvent.CONSENT_DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALLOW", "yes", "allow "})
    void only_allow_allows(String decision) {
        assertThat(location(browser.answer(browser.authorize(GOOD), decision))).containsEntry("error", "access_denied");
    }

    @Test
    void an_application_with_a_scheme_of_its_own_hears_of_the_denial_too() {
        world.with(LoginWorld.settings(ISSUER, ConsentMode.ALWAYS, true));

        var answer = browser.answer(
                browser.authorize(setting("client_id", "native")
                        .andThen(setting("redirect_uri", "cursor://app/callback"))::apply),
                "deny");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).contains("href=\"cursor://app/callback?error=access_denied&amp;");
    }

    @Test
    void the_question_can_be_answered_once() {
        var page = browser.authorize(GOOD);
        var cookies = Map.copyOf(browser.cookies());
        browser.answer(page, "allow");
        browser.cookies().putAll(cookies);

        var again = browser.answer(page, "allow");

        assertThat(again.status()).isEqualTo(400);
        assertThat(text(again)).contains("not known or too old");
    }

    @Test
    void the_question_is_open_for_ten_minutes() {
        var page = browser.authorize(GOOD);
        world.time.advance(Duration.ofMinutes(11));

        assertThat(browser.answer(page, "allow").status()).isEqualTo(400);
    }

    @Test
    void another_browser_cannot_answer() {
        var page = browser.authorize(GOOD);

        var answer = world.new Browser().answer(page, "allow");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Location")).isEmpty();
        assertThat(world.audited).contains(AuditEvent.SUSPICIOUS_ACTIVITY);
    }

    @Test
    void a_forged_form_is_refused() {
        var page = browser.authorize(GOOD);

        var answer = browser.post(
                "/oauth/consent", Map.of("consent", field(page, "consent"), "csrf", "guess", "decision", "allow"));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void the_proof_of_one_question_does_not_answer_another() {
        var one = browser.authorize(GOOD);
        var other = browser.authorize(setting("scope", "openid admin"));

        var answer = browser.post(
                "/oauth/consent",
                Map.of("consent", field(other, "consent"), "csrf", field(one, "csrf"), "decision", "allow"));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void who_has_agreed_is_not_asked_again_for_the_same() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));

        var second = browser.authorize(GOOD);

        assertThat(target(second)).isEqualTo("https://idp.example/auth");
        assertThat(location(browser.callback(second))).containsKey("code");
    }

    @Test
    void another_scope_is_another_question() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));

        assertThat(isQuestion(browser.authorize(setting("scope", "openid mcp:tools admin"))))
                .isTrue();
        assertThat(isQuestion(browser.authorize(setting("resource", ISSUER + "/mcp"))))
                .isTrue();
    }

    @Test
    void a_program_on_this_computer_may_listen_at_another_port() {
        world.clients.add("cli", RegisteredClient.Origin.OPEN, "http://127.0.0.1:1111/cb", "http://127.0.0.1:2222/cb");
        var cli = setting("client_id", "cli");
        browser.callback(browser.answer(
                browser.authorize(cli.andThen(setting("redirect_uri", "http://127.0.0.1:1111/cb"))::apply), "allow"));

        assertThat(isQuestion(
                        browser.authorize(cli.andThen(setting("redirect_uri", "http://127.0.0.1:2222/cb"))::apply)))
                .isFalse();
    }

    @Test
    void agreement_lasts_ninety_days() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));

        world.time.advance(Duration.ofDays(91));

        assertThat(isQuestion(browser.authorize(GOOD))).isTrue();
    }

    @Test
    void a_client_may_insist_on_the_question() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));

        assertThat(isQuestion(browser.authorize(setting("prompt", "consent")))).isTrue();
    }

    @Test
    void a_client_that_wants_no_questions_gets_an_error() {
        var trusting = browser.authorize(setting("prompt", "none"));

        assertThat(text(trusting)).contains("error=consent_required");
    }

    @Test
    void another_person_at_the_same_browser_is_asked_as_well() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));
        world.provider.user("bob");

        var back = browser.callback(browser.authorize(GOOD));

        assertThat(target(back)).isEqualTo(ISSUER + "/oauth/authorize");
        var question =
                browser.get(back.headers().first("Location").orElseThrow().substring(ISSUER.length()));
        assertThat(isQuestion(question)).isTrue();
        var done = browser.callback(browser.answer(question, "allow"));
        assertThat(target(done)).isEqualTo(REDIRECT);
        assertThat(location(done)).containsKey("code").containsEntry("state", STATE);
        assertThat(location(browser.callback(browser.authorize(GOOD)))).containsKey("code");
    }

    @Test
    void another_person_at_the_same_browser_is_not_asked_where_the_client_wants_no_questions() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));
        world.provider.user("bob");

        var back = browser.callback(browser.authorize(setting("prompt", "none")));

        assertThat(target(back)).isEqualTo(REDIRECT);
        assertThat(location(back))
                .containsEntry("error", "consent_required")
                .containsEntry("state", STATE)
                .containsEntry("iss", ISSUER)
                .doesNotContainKey("code");
        assertThat(world.audited).endsWith(AuditEvent.AUTH_FAILURE);
    }

    @Test
    void a_repeated_question_keeps_what_the_client_asked_of_the_identity_provider() {
        browser.callback(browser.answer(browser.authorize(GOOD), "allow"));
        world.provider.user("bob");
        var request = setting("login_hint", "bob@example.com")
                .andThen(setting("max_age", "60"))
                .andThen(setting("acr_values", "mfa"))
                .andThen(setting("prompt", "select_account"))
                .andThen(setting("id_token_hint", "x.y.z"));

        var back = browser.callback(browser.authorize(request::apply));

        assertThat(location(back))
                .containsEntry("login_hint", "bob@example.com")
                .containsEntry("max_age", "60")
                .containsEntry("acr_values", "mfa")
                .containsEntry("prompt", "consent")
                .doesNotContainKey("id_token_hint");
    }

    @Test
    void a_repeated_question_keeps_the_nonce_of_the_client() {
        var nonce = "n".repeat(32);
        browser.callback(browser.answer(browser.authorize(setting("nonce", nonce)), "allow"));
        world.provider.user("bob");

        var back = browser.callback(browser.authorize(setting("nonce", nonce)));

        assertThat(location(back)).containsEntry("nonce", nonce);
    }

    @Test
    void several_questions_can_be_open_in_one_browser() {
        var one = browser.authorize(GOOD);
        var other = browser.authorize(setting("scope", "openid other"));

        assertThat(stateOf(browser.answer(other, "allow"))).isNotEmpty();
        assertThat(stateOf(browser.answer(one, "allow"))).isNotEmpty();
    }

    @Test
    void an_outage_while_answering_is_passing() {
        var page = browser.authorize(GOOD);
        world.with(new BrokenFlows(world.stores.flows()).failing("decide"));

        var answer = browser.answer(page, "allow");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Retry-After")).contains("5");
    }
}
