package io.muster.authserver.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.protocol.Locations;
import io.muster.oauth.Secret;
import io.muster.wire.http.Body;
import io.muster.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {
    private static final Pages PAGES = new Pages(new Locations("https://muster.example/base"));

    private static ConsentView view(String name, String redirectUri, boolean local) {
        return new ConsentView(
                name,
                new ConsentView.Vouching.Nobody(),
                redirectUri,
                local,
                List.of("openid"),
                List.of("groups"),
                List.of("https://muster.example"),
                new Secret("consent-id"),
                new Secret("csrf-value"),
                "K7QF-2M9X");
    }

    private static String text(HttpResponse response) {
        return response.body() instanceof Body.Bytes(var bytes) ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    private static String policy(HttpResponse response) {
        return response.headers().first("Content-Security-Policy").orElse("");
    }

    static Stream<HttpResponse> all() {
        return Stream.of(
                PAGES.consent(view("Acme", "https://acme.example/cb", false)),
                PAGES.opening("cursor://x/cb?code=1", true, "K7QF-2M9X"),
                PAGES.failure(new FailureView(
                        400,
                        "Title",
                        "Text",
                        "K7QF-2M9X",
                        Optional.of(new FailureView.Back("acme.example", "https://acme.example/cb?error=x&state=y")))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void pages_load_nothing_and_cannot_be_framed_or_stored(HttpResponse page) {
        assertThat(policy(page))
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'", "base-uri 'none'");
        assertThat(page.headers().first("X-Frame-Options")).contains("DENY");
        assertThat(page.headers().first("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().first("Cache-Control").orElse("")).contains("no-store");
        assertThat(text(page))
                .doesNotContain("src=", "@import", "url(")
                .doesNotContainPattern("<[^>]* style=")
                .doesNotContainPattern("<[^>]* on[a-z]+=");
    }

    @ParameterizedTest
    @MethodSource("all")
    void inline_texts_are_allowed_by_their_hash_alone(HttpResponse page) throws Exception {
        assertThat(policy(page)).doesNotContain("unsafe");
        for (var element : List.of("style", "script")) {
            var inline = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                    .matcher(text(page));
            if (inline.find()) {
                var digest = MessageDigest.getInstance("SHA-256")
                        .digest(inline.group(1).getBytes(StandardCharsets.UTF_8));
                assertThat(policy(page))
                        .contains(
                                element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void pages_suit_telephones_dark_rooms_and_screen_readers(HttpResponse page) {
        assertThat(text(page))
                .startsWith("<!DOCTYPE html>")
                .contains("<html lang=\"en\">", "width=device-width", "prefers-color-scheme:dark", "<main>", "<h1>")
                .contains("K7QF-2M9X");
    }

    @Test
    void only_the_page_that_opens_an_application_has_a_script() {
        assertThat(all().filter(page -> text(page).contains("<script>"))).hasSize(1);
    }

    @Test
    void the_form_goes_to_this_server_whatever_its_path() {
        var page = PAGES.consent(view("Acme", "https://acme.example/cb", false));

        assertThat(text(page)).contains("action=\"https://muster.example/base/oauth/consent\"");
        assertThat(policy(page)).endsWith("form-action 'self' https:");
    }

    @Test
    void an_answer_to_this_computer_is_named_in_the_policy() {
        var page = PAGES.consent(view("Acme", "http://127.0.0.1:5000/cb", true));

        assertThat(policy(page)).endsWith("form-action 'self' https: http://127.0.0.1:5000");
        assertThat(text(page)).contains("on this computer");
    }

    @Test
    void an_overlong_name_is_cut_and_an_empty_one_is_said_to_be_missing() {
        assertThat(text(PAGES.consent(view("x".repeat(500), "https://acme.example/cb", false))))
                .contains("x".repeat(80) + "…")
                .doesNotContain("x".repeat(81));
        assertThat(text(PAGES.consent(view(" ", "https://acme.example/cb", false))))
                .contains("An application without a name")
                .doesNotContain("under this name");
    }

    @Test
    void a_scheme_of_an_application_cannot_borrow_the_name_of_a_site() {
        var page = text(PAGES.consent(view("Acme", "evil://github.com/callback", true)));

        assertThat(page)
                .contains("the application for “evil:” links on this device")
                .doesNotContain("<strong>github.com");
    }

    @Test
    void a_name_cannot_turn_the_text_around() {
        var page = PAGES.consent(view("evil\u202Etxt\u200B", "https://acme.example/cb", false));

        assertThat(text(page)).doesNotContain("\u202E", "\u200B").contains("evil\uFFFDtxt\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "cursor, Cursor",
        "vscode, Visual Studio Code",
        "code, Visual Studio Code",
        "codium, VSCodium",
        "slack, Slack",
        "iterm, iTerm",
        "iterm2, iTerm2",
        "sublime, Sublime Text",
        "atom, Atom",
        "jupyterlab, JupyterLab",
        "unknown, Unknown",
        "WINDSURF, Windsurf"
    })
    void applications_have_their_names(String scheme, String name) {
        assertThat(text(PAGES.opening(scheme + "://x?code=1", true, "r"))).contains("Open " + name + "</a>");
    }

    @Test
    void the_address_of_an_application_stays_as_it_is() {
        assertThat(text(PAGES.opening("cursor://x?code=1&state=a%20b&iss=\"", true, "r")))
                .contains("href=\"cursor://x?code=1&amp;state=a%20b&amp;iss=&quot;\"");
    }
}
