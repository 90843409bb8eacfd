package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.browser.Chrome;
import io.muster.verify.browser.Tab;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Chromium;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * People sign in to servers with Chromium, which applies what pages say about themselves. Pictures of all pages are left in
 * {@code target/screenshots}.
 */
@Needs({Need.PROGRAM, Need.CHROMIUM})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInPagesTest {
    private static final Pattern REFERENCE = Pattern.compile("Reference: ([2-9A-Z]{8})");
    private static final String LONG = "a-server-with-a-name-that-is-as-long-as-names-may-be-in-muster";

    private final AtlassianDouble vendor = new AtlassianDouble();
    private final AtlassianDouble other = new AtlassianDouble();
    private final MusterProcess muster;
    private final Chrome chrome;

    SignInPagesTest(Program program, Chromium chromium) {
        var config = Protection.signIn(ConfigDirectory.create(), JsonObject.of("startConfirmation", "page"));
        config.remote("atlassian", "streamable-http", vendor.url());
        config.remote(LONG, "streamable-http", other.url());
        this.muster = MusterProcess.start(program, config);
        this.chrome = Chrome.start(chromium, List.of());
    }

    @AfterAll
    void stop() {
        try (vendor;
                other;
                chrome) {
            muster.close();
        }
    }

    @Test
    void a_person_is_told_whose_session_it_is_goes_on_and_is_told_when_all_is_done() {
        var tab = chrome.open().look(800, 900, false);

        tab.visit(link("atlassian")).await("Sign in to atlassian?").picture("sign-in");
        assertThat(tab.text()).contains("whoever started it gets access to the account that you sign in with");
        assertHarmless(tab);
        tab.click("button[type=submit]")
                .await("You are now signed in to atlassian.")
                .picture("signed-in");

        assertThat(tab.text()).contains("You can close this window");
        assertHarmless(tab);
    }

    @Test
    void an_error_that_is_markup_is_shown_as_text_with_a_reference_that_leads_to_the_log() {
        var state = Browser.query(link(LONG)).getOrDefault("state", "");
        var tab = chrome.open().look(800, 900, false);

        var markup = "<img src=x onerror=\"document.title='owned'\"><b>Please call us</b>";
        tab.visit(callback(Map.of("state", state, "error", markup, "error_description", markup)))
                .await("Authentication Failed")
                .picture("sign-in-refused");

        assertThat(tab.text()).contains(markup, "Please return to your IDE and try again.");
        assertThat(tab.count("main b, main img, main script")).isZero();
        assertThat(muster.log().lines().filter(line -> line.contains(reference(tab))))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("a login in the browser failed", "backend=" + LONG));
        assertHarmless(tab);
    }

    @Test
    void a_login_that_nobody_knows_leads_nowhere_and_is_told_with_a_reference() {
        var tab = chrome.open().look(800, 900, false);

        tab.visit(muster.url("/oauth/proxy/start?state=unknown"))
                .await("Authentication session expired")
                .picture("sign-in-expired");
        assertThat(muster.log()).contains(reference(tab));
        assertHarmless(tab);

        tab.visit(callback(Map.of("state", "unknown", "code", "stolen"))).await("has been completed");
        assertThat(muster.log()).contains(reference(tab)).doesNotContain("stolen");
        assertHarmless(tab);
    }

    @ParameterizedTest
    @CsvSource({"320, 640, false", "320, 640, true", "800, 900, true"})
    void pages_fit_into_narrow_windows_and_dark_rooms(int width, int height, boolean dark) {
        var tab = chrome.open().look(width, height, dark);
        var name = "-" + width + (dark ? "-dark" : "");

        var state = Browser.query(link(LONG)).getOrDefault("state", "");
        var error = "a_long_error_of_a_vendor_without_any_space_in_it".repeat(3);
        tab.visit(callback(Map.of("state", state, "error", error)))
                .await("Authentication Failed")
                .picture("sign-in-failed" + name);
        assertHarmless(tab);
        tab.visit(link(LONG)).await("Sign in to").picture("sign-in" + name);
        assertHarmless(tab);
        tab.click("button[type=submit]").await("You are now signed in").picture("signed-in" + name);
        assertHarmless(tab);

        signOut();
    }

    /** Nothing was loaded from elsewhere, and the browser had nothing to complain about. */
    private void assertHarmless(Tab tab) {
        var known = Stream.of(muster.url("").toString(), vendor.url(), other.url())
                .map(url -> URI.create(url).getRawAuthority())
                .toList();
        assertThat(tab.requested()).allMatch(address -> known.contains(address.getRawAuthority()));
        assertThat(tab.complaints())
                .allMatch(complaint -> complaint.contains("status of 400"), "only that a login failed");
        assertThat(tab.overflows()).isFalse();
    }

    private URI link(String server) {
        return SignInLink.to(server, muster, peer());
    }

    private void signOut() {
        var text =
                peer().call("core_auth_logout", JsonObject.of("server", LONG)).text();
        assertThat(text).contains("Successfully logged out");
    }

    private HttpPeer peer() {
        return muster.aggregate();
    }

    private URI callback(Map<String, String> answer) {
        return muster.url("/oauth/proxy/callback?" + Browser.encoded(answer));
    }

    private static String reference(Tab tab) {
        var found = REFERENCE.matcher(tab.text());
        assertThat(found.find()).as(tab.text()).isTrue();
        return found.group(1);
    }
}
