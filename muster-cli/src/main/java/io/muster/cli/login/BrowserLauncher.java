package io.muster.cli.login;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows pages in the browser of the person.
 *
 * @param system name of the operating system
 */
public record BrowserLauncher(Map<String, String> environment, String system) {
    /** A launcher that has not failed until then has probably become the browser itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    public BrowserLauncher {
        environment = Map.copyOf(environment);
    }

    /** For this machine. */
    public static BrowserLauncher of(Map<String, String> environment) {
        return new BrowserLauncher(environment, System.getProperty("os.name", ""));
    }

    /** Whether there is a browser to be seen: not without a display, nor at the other end of SSH. */
    public boolean isPossible() {
        if (!variable("BROWSER").isEmpty()) {
            return true;
        }
        var remote = Stream.of("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
                .anyMatch(name -> !variable(name).isEmpty());
        var display = isWindows()
                || isMac()
                || !variable("DISPLAY").isEmpty()
                || !variable("WAYLAND_DISPLAY").isEmpty();
        return display && !remote;
    }

    /** Shows a page; false when that did not work. Only pages of the web are shown. */
    public boolean open(URI page) throws InterruptedException {
        if (!"http".equalsIgnoreCase(page.getScheme()) && !"https".equalsIgnoreCase(page.getScheme())) {
            return false;
        }
        for (var command : commands(page.toString())) {
            if (runs(command)) {
                return true;
            }
        }
        return false;
    }

    /** What to try; no shell, which would read the address as a part of its language, is involved. */
    List<List<String>> commands(String page) {
        var chosen = Arrays.stream(variable("BROWSER").split(":"))
                .filter(command -> !command.isBlank())
                .map(command -> withPage(command.strip(), page))
                .toList();
        return chosen.isEmpty() ? List.of(usual(page)) : chosen;
    }

    private List<String> usual(String page) {
        if (isWindows()) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", page);
        }
        return List.of(isMac() ? "open" : "xdg-open", page);
    }

    /** {@code %s} stands for the page, which otherwise comes last. */
    private static List<String> withPage(String command, String page) {
        var words = List.of(command.split("\\s+"));
        return words.contains("%s")
                ? words.stream().map(word -> word.equals("%s") ? page : word).toList()
                : Stream.concat(words.stream(), Stream.of(page)).toList();
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return !process.waitFor(PATIENCE) || process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private boolean isWindows() {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private boolean isMac() {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    private String variable(String name) {
        return Optional.ofNullable(environment.get(name)).orElse("");
    }
}
