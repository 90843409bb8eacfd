package io.muster.authserver.authorize;

import static io.muster.authserver.authorize.LoginWorld.location;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.protocol.Locations;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnLoginsTest {
    private static final URI BACK = URI.create("https://muster.example/oauth/proxy/confirm");
    private static final String STATE = "state-of-a-sign-in-link-is-as-long-as-this";
    private static final String VERIFIER = "v".repeat(43);

    private final LoginWorld world = new LoginWorld().asking();
    private final OwnLogins logins = new OwnLogins(world.stores, new Locations(LoginWorld.ISSUER), world.time);

    /** Logs Alice in, in a browser that knows the verifier. */
    private String code() {
        return code(BACK);
    }

    private String code(URI back) {
        var browser = world.new Browser();
        var begin = logins.begin(back, STATE, PkcePair.challenge(new Secret(VERIFIER)));
        assertThat(begin.toString()).startsWith(LoginWorld.ISSUER + "/oauth/authorize?");
        var done = browser.callback(browser.get(begin.getRawPath() + "?" + begin.getRawQuery()));
        assertThat(LoginWorld.target(done)).isEqualTo(back.toString());
        assertThat(location(done)).containsEntry("state", STATE);
        return location(done).getOrDefault("code", "");
    }

    @Test
    void a_page_learns_once_who_logged_in_and_no_session_begins() {
        var code = code();

        assertThat(logins.completed(code, VERIFIER)).contains(new Subject("alice"));

        assertThat(logins.completed(code, VERIFIER)).isEmpty();
        assertThat(world.stores.sizes())
                .hasEntrySatisfying(
                        "families", count -> assertThat(count.getAsLong()).isZero());
    }

    @Test
    void a_code_of_another_browser_another_client_or_another_time_tells_nothing() {
        var code = code();
        var browser = world.new Browser();
        var foreign =
                location(browser.callback(browser.authorize(parameters -> LoginWorld.setting("client_id", "trusted")
                        .apply(LoginWorld.setting("redirect_uri", "https://trusted.example/cb")
                                .apply(parameters)))));

        assertThat(logins.completed(code, "w".repeat(43))).isEmpty();
        assertThat(logins.completed(foreign.getOrDefault("code", ""), VERIFIER)).isEmpty();
        assertThat(logins.completed("unknown", VERIFIER)).isEmpty();
        world.time.advance(Duration.ofMinutes(10));
        assertThat(logins.completed(code, VERIFIER)).isEmpty();
    }

    @Test
    void where_muster_moved_its_pages_move_too() {
        code();

        assertThat(logins.completed(code(URI.create("https://other.example/oauth/proxy/confirm")), VERIFIER))
                .contains(new Subject("alice"));
    }
}
