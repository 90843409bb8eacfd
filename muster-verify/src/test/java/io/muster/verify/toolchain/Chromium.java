package io.muster.verify.toolchain;

import java.nio.file.Path;
import java.util.List;

/** Chromium, which shows pages without a window. */
public record Chromium(String executable) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    static Chromium installed() throws MissingToolException {
        for (var name : NAMES) {
            if (runs(name)) {
                return new Chromium(name);
            }
        }
        Installation.ofSystem(NAMES.getFirst());
        return new Chromium(NAMES.getFirst());
    }

    /** Chromium with a profile of its own, controlled through a port that it writes there. */
    public Command headless(Path profile, String... more) {
        return Command.in(profile, executable, "--headless=new", "--remote-debugging-port=0")
                .with("--user-data-dir=" + profile, "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage")
                // Its sandbox refuses to work for root, as whom tests run in containers.
                .with("--no-sandbox", "--disable-extensions", "--disable-background-networking")
                .with("--disable-component-update", "--disable-sync", "--hide-scrollbars", "--mute-audio")
                .with(more);
    }

    private static boolean runs(String name) {
        return Installation.probe(Installation.module(), name, "--version").isPresent();
    }
}
