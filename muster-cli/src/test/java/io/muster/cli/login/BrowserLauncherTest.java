package io.muster.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserLauncherTest {
    private static final String PAGE = "https://as.example/authorize?a=1&b=2%20c";

    @ParameterizedTest
    @CsvSource({
        "Linux,      xdg-open",
        "Mac OS X,   open",
    })
    void each_system_has_its_way_to_show_a_page(String system, String program) {
        assertThat(new BrowserLauncher(Map.of(), system).commands(PAGE)).containsExactly(List.of(program, PAGE));
    }

    @Test
    void on_windows_no_command_interpreter_cuts_the_address() {
        assertThat(new BrowserLauncher(Map.of(), "Windows 11").commands(PAGE))
                .containsExactly(List.of("rundll32", "url.dll,FileProtocolHandler", PAGE));
    }

    @Test
    void the_person_may_choose_several_browsers() {
        assertThat(new BrowserLauncher(Map.of("BROWSER", "w3m -o x=%s:lynx -dump %s:links"), "Linux").commands(PAGE))
                .containsExactly(
                        List.of("w3m", "-o", "x=%s", PAGE), List.of("lynx", "-dump", PAGE), List.of("links", PAGE));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,   NONE,           false",
        "Linux,   DISPLAY,        true",
        "Linux,   WAYLAND_DISPLAY,true",
        "Linux,   SSH_CONNECTION, false",
        "Linux,   BROWSER,        true",
        "Mac OS X,NONE,           true",
        "Mac OS X,SSH_TTY,        false",
        "Windows, NONE,           true",
    })
    void without_a_display_there_is_no_browser(String system, String variable, boolean possible) {
        assertThat(new BrowserLauncher(Map.of(variable, "x"), system).isPossible())
                .isEqualTo(possible);
    }

    @Test
    void only_pages_of_the_web_are_shown() throws InterruptedException {
        var launcher = new BrowserLauncher(Map.of("BROWSER", "true"), "Linux");

        assertThat(launcher.open(URI.create("file:///etc/passwd"))).isFalse();
        assertThat(launcher.open(URI.create(PAGE))).isTrue();
        assertThat(new BrowserLauncher(Map.of("BROWSER", "false"), "Linux").open(URI.create(PAGE)))
                .isFalse();
    }
}
