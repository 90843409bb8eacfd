package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.REDIRECT;
import static io.muster.authserver.authorize.LoginWorld.lacking;
import static io.muster.authserver.authorize.LoginWorld.location;
import static io.muster.authserver.authorize.LoginWorld.setting;
import static io.muster.authserver.authorize.LoginWorld.stateOf;
import static io.muster.authserver.authorize.LoginWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.store.RegisteredClient;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on logins, by the names under which they are known. */
class LoginAttacksTest {
    private static final UnaryOperator<Map<String, String>> GOOD = UnaryOperator.identity();
    private final LoginWorld world = new LoginWorld().asking();
    private final LoginWorld.Browser victim = world.new Browser();

    /** CVE-2026-27124: a second client uses the session that the victim has at the identity provider. */
    @Test
    void confused_deputy_cve_2026_27124_another_client_does_not_inherit_consent() {
        victim.callback(victim.answer(victim.authorize(GOOD), "allow"));
        world.clients.add("attacker", RegisteredClient.Origin.OPEN, "https://attacker.example/cb");

        var answer = victim.authorize(setting("client_id", "attacker")
                .andThen(setting("redirect_uri", "https://attacker.example/cb"))::apply);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).contains("to act for you?").contains("attacker.example");
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    /** CVE-2026-27124: the same client, but the code would go elsewhere. */
    @Test
    void confused_deputy_cve_2026_27124_another_redirect_uri_does_not_inherit_consent() {
        world.clients.add("two", RegisteredClient.Origin.OPEN, REDIRECT, "https://client.example/other");
        victim.callback(victim.answer(victim.authorize(setting("client_id", "two")), "allow"));

        var answer = victim.authorize(
                setting("client_id", "two").andThen(setting("redirect_uri", "https://client.example/other"))::apply);

        assertThat(text(answer)).contains("to act for you?");
    }

    /** CVE-2026-27124: the attacker agrees in his own browser and has the victim log in. */
    @Test
    void confused_deputy_cve_2026_27124_consent_of_another_browser_does_not_count() {
        var attacker = world.new Browser();
        var away = attacker.answer(attacker.authorize(GOOD), "allow");

        var answer = victim.callback(away);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Location")).isEmpty();
        assertThat(world.provider.redeemed()).isEmpty();
        assertThat(world.audited).contains(AuditEvent.PROVIDER_STATE_MISMATCH);
    }

    /** The victim is to end in the attacker's session: the attacker's callback is opened in the victim's browser. */
    @Test
    void login_csrf_a_callback_of_a_foreign_login_is_refused() {
        var attacker = world.new Browser();
        var away = attacker.answer(attacker.authorize(GOOD), "allow");
        var own = victim.answer(victim.authorize(GOOD), "allow");

        assertThat(victim.callback(stateOf(away)).status()).isEqualTo(400);

        assertThat(location(victim.callback(own))).containsKey("code");
    }

    /** An error in place of a code must not lead a foreign browser to the client either. */
    @Test
    void login_csrf_errors_of_a_foreign_login_redirect_nobody() {
        var attacker = world.new Browser();
        var away = attacker.answer(attacker.authorize(GOOD), "allow");

        var answer = victim.get("/oauth/callback?error=access_denied&state=" + stateOf(away));

        assertThat(answer.headers().first("Location")).isEmpty();
    }

    /** A neighbour host plants a cookie of the same name; a browser then sends two. */
    @Test
    void cookie_tossing_two_cookies_of_one_name_count_as_none() {
        var attacker = world.new Browser();
        var away = attacker.answer(attacker.authorize(GOOD), "allow");
        var name = attacker.cookies().keySet().stream()
                .filter(cookie -> cookie.contains("login"))
                .findFirst()
                .orElseThrow();
        victim.cookies().put(name, attacker.cookies().getOrDefault(name, "") + "; " + name + "=own");

        assertThat(victim.callback(away).status()).isEqualTo(400);
    }

    /** Without the prefix, any neighbour host could have set the cookie. */
    @Test
    void cookie_tossing_a_cookie_without_the_host_prefix_does_not_count() {
        var attacker = world.new Browser();
        var away = attacker.answer(attacker.authorize(GOOD), "allow");
        attacker.cookies().forEach((name, value) -> victim.cookies().put(name.replace("__Host-", ""), value));

        assertThat(victim.callback(away).status()).isEqualTo(400);
    }

    /** The cookie says how consent came about; changing it breaks the tie to the login. */
    @Test
    void the_agreement_in_a_cookie_cannot_be_changed() {
        victim.callback(victim.answer(victim.authorize(GOOD), "allow"));
        world.provider.user("bob");
        var away = victim.authorize(GOOD);
        var changed = new HashMap<String, String>();
        victim.cookies()
                .forEach((name, value) -> changed.put(name, value.startsWith("r") ? "g" + value.substring(1) : value));
        victim.cookies().putAll(changed);

        assertThat(victim.callback(away).status()).isEqualTo(400);
    }

    /** RFC 9207: another authorization server answers with our state. */
    @Test
    void mix_up_an_answer_of_another_issuer_is_refused_before_its_code_is_redeemed() {
        var away = victim.answer(victim.authorize(GOOD), "allow");

        var answer = victim.get("/oauth/callback?code=stolen&iss=https%3A%2F%2Fevil.example&state=" + stateOf(away));

        assertThat(location(answer)).containsEntry("error", "server_error");
        assertThat(world.provider.redeemed()).isEmpty();
    }

    @Test
    void mix_up_an_answer_that_names_our_provider_is_fine() {
        var away = victim.answer(victim.authorize(GOOD), "allow");

        var answer = victim.get("/oauth/callback?code=good&iss=https%3A%2F%2Fidp.example&state=" + stateOf(away));

        assertThat(location(answer)).containsKey("code");
    }

    /** Our answers always name us, so that clients of several servers can tell. */
    @Test
    void mix_up_every_answer_names_its_issuer() {
        world.with(LoginWorld.settings(LoginWorld.ISSUER, ConsentMode.OFF, true));

        assertThat(location(victim.authorize(lacking("code_challenge")))).containsEntry("iss", LoginWorld.ISSUER);
        assertThat(location(victim.callback(victim.authorize(GOOD)))).containsEntry("iss", LoginWorld.ISSUER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/cb",
                "https://client.example.evil.example/cb",
                "https://client.example/cb/../evil",
                "https://client.example@evil.example/cb",
                "https://client.example/cb#",
                "https://client.example/cb?x=1",
                "HTTPS://client.example/cb",
                "//client.example/cb",
                "javascript:alert(document.cookie)",
                "data:text/html,<script>",
                "https://client.example/cb\r\nSet-Cookie: a=b"
            })
    void open_redirect_nothing_but_a_registered_uri_is_redirected_to(String uri) {
        for (var decision : new String[] {"code_challenge", "state", "none"}) {
            var answer = victim.authorize(lacking(decision).andThen(setting("redirect_uri", uri))::apply);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers().first("Location")).isEmpty();
            assertThat(text(answer)).doesNotContain("href=");
        }
    }

    /** OAuth 2.1 section 7.12.2: an attacker registers, then lures with a link to us that bounces to him. */
    @Test
    void open_redirect_a_client_that_registered_itself_gets_no_bounce_without_a_click() {
        var answer = victim.authorize(setting("response_type", "nonsense"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Location")).isEmpty();
    }

    /** RFC 9700 section 4.8: no downgrade of PKCE. */
    @Test
    void pkce_downgrade_a_plain_challenge_begins_nothing() {
        victim.authorize(setting("code_challenge_method", "plain"));

        assertThat(world.audited).containsExactly(AuditEvent.INVALID_PKCE);
    }

    @Test
    void markup_in_the_name_of_a_client_stays_text() {
        world.clients.add("<img src=x onerror=alert(1)>", RegisteredClient.Origin.OPEN, REDIRECT);

        var page = victim.authorize(setting("client_id", "<img src=x onerror=alert(1)>"));

        assertThat(text(page)).doesNotContain("<img").contains("&lt;img src=x");
    }
}
