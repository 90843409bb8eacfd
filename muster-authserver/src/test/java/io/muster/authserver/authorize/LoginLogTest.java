package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.lacking;
import static io.muster.authserver.authorize.LoginWorld.location;
import static io.muster.authserver.authorize.LoginWorld.setting;
import static io.muster.authserver.authorize.LoginWorld.stateOf;
import static io.muster.authserver.authorize.LoginWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.store.RegisteredClient;
import io.muster.wire.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A person reads out a reference; an operator finds the story. */
class LoginLogTest {
    private static final UnaryOperator<Map<String, String>> GOOD = UnaryOperator.identity();
    private static final Pattern REFERENCE = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}");
    private final LoginWorld world = new LoginWorld().asking();
    private final LoginWorld.Browser browser = world.new Browser();

    private static String reference(HttpResponse page) {
        var found = REFERENCE.matcher(text(page));
        assertThat(found.find()).isTrue();
        return found.group();
    }

    @Test
    void the_whole_story_of_a_login_has_one_reference() {
        var page = browser.authorize(GOOD);
        var away = browser.answer(page, "allow");
        world.time.advance(Duration.ofSeconds(40));
        browser.callback(away);

        var story = world.log.lines(reference(page));

        assertThat(story).hasSize(6);
        assertThat(story.get(0))
                .contains("login begins", "client=client-1", "redirect=https:client.example", "trusted=false");
        assertThat(story.get(1)).contains("consent asked");
        assertThat(story.get(2)).contains("consent given");
        assertThat(story.get(3)).contains("sent to the identity provider", "agreement=GIVEN");
        assertThat(story.get(4)).contains("verified the person", "elapsed_ms=40000");
        assertThat(story.get(5)).contains("code issued");
    }

    @Test
    void of_a_client_that_registered_itself_the_beginning_of_its_name_is_told() {
        var name = "abcdefgh" + "-_0123456789".repeat(3).substring(0, 35);
        world.clients.add(name, RegisteredClient.Origin.OPEN, LoginWorld.REDIRECT);
        var page = browser.authorize(setting("client_id", name));
        browser.callback(browser.answer(page, "allow"));
        browser.authorize(parameters ->
                lacking("code_challenge").apply(setting("client_id", name).apply(parameters)));

        assertThat(world.log.lines()).anyMatch(line -> line.contains("client=abcdefgh..."));
        assertThat(String.join("\n", world.log.lines())).doesNotContain(name.substring(0, 9));
    }

    @Test
    void nothing_secret_is_in_the_story() {
        var page = browser.authorize(setting("nonce", "nonce-of-the-client-0123456789"));
        var away = browser.answer(page, "allow");
        var done = browser.callback(away);

        assertThat(String.join("\n", world.log.lines()))
                .doesNotContain(stateOf(away))
                .doesNotContain(location(done).getOrDefault("code", "none"))
                .doesNotContain(LoginWorld.STATE)
                .doesNotContain("idp-code")
                .doesNotContain("idp-access")
                .doesNotContain("idp-refresh")
                .doesNotContain("nonce-of-the-client")
                .doesNotContain("alice@example.com")
                .doesNotContain(world.provider.redeemed().getFirst().verifier());
    }

    @Test
    void a_request_that_begins_nothing_has_a_reference_too() {
        var page = browser.authorize(setting("client_id", "nobody"));

        assertThat(world.log.lines(reference(page)))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("login refused", "reason=Unknown client");
    }

    @Test
    void an_offered_error_has_a_reference() {
        var page = browser.authorize(lacking("code_challenge"));

        assertThat(world.log.lines(reference(page))).anyMatch(line -> line.contains("error=invalid_request"));
    }

    @Test
    void a_failure_at_the_provider_ends_the_story_with_its_reason() {
        var page = browser.authorize(GOOD);
        var away = browser.answer(page, "allow");
        world.provider.failing(Kind.INVALID, "nonce_mismatch");
        browser.callback(away);

        assertThat(world.log.lines(reference(page)).getLast())
                .startsWith("WARN")
                .contains("reason=nonce_mismatch");
    }

    @Test
    void a_callback_without_a_login_has_a_reference_of_its_own() {
        var page = browser.callback("0123456789012345678901234567890123456789012");

        assertThat(world.log.lines(reference(page))).hasSize(1);
    }

    @Test
    void an_error_that_the_client_shows_names_the_reference() {
        var page = browser.authorize(GOOD);
        var away = browser.answer(page, "allow");
        world.provider.failing(Kind.UNAVAILABLE, "provider_status");

        var answer = browser.callback(away);

        var reference = reference(page);
        assertThat(location(answer).get("error_description")).endsWith("(reference " + reference + ")");
        assertThat(world.log.lines(reference).getLast()).contains("reason=provider_status");
    }

    @Test
    void a_refusal_of_the_provider_is_found_in_log_and_audit() {
        var page = browser.authorize(GOOD);
        var away = browser.answer(page, "allow");
        world.time.advance(Duration.ofSeconds(7));

        var answer = browser.get("/oauth/callback?error=access_denied&state=" + stateOf(away));

        var reference = reference(page);
        assertThat(location(answer).get("error_description")).contains(reference);
        assertThat(world.log.lines(reference).getLast())
                .startsWith("WARN")
                .contains("provider_error=access_denied", "elapsed_ms=7000");
        assertThat(world.details.get(AuditEvent.AUTH_FAILURE))
                .isEqualTo(Map.of("login_ref", reference, "reason", "access_denied"));
    }

    @Test
    void every_audited_step_names_the_reference() {
        var page = browser.authorize(GOOD);
        browser.callback(browser.answer(page, "allow"));

        assertThat(world.details).isNotEmpty();
        assertThat(world.details.values())
                .allSatisfy(details -> assertThat(details).containsEntry("login_ref", reference(page)));
    }
}
