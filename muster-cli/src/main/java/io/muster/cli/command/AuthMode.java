package io.muster.cli.command;

import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a command does when a server wants to know who asks.
 *
 * @param chosen whether somebody said so, rather than nobody
 */
record AuthMode(Kind kind, boolean chosen) {
    private static final List<String> NAMES = List.of("auto", "prompt", "none");
    private static final AuthMode DEFAULT = new AuthMode(Kind.AUTO, false);

    enum Kind {
        /** Log in. */
        AUTO,
        /** Ask whether to log in. */
        PROMPT,
        /** Fail. */
        NONE
    }

    /** @throws CommandFailure when the flag names no mode */
    static void check(Setting<String> flag) {
        flag.value().filter(name -> named(name).isEmpty()).ifPresent(name -> {
            throw new CommandFailure("invalid auth mode \"" + name + "\": must be one of 'auto', 'prompt', or 'none'"
                    + Suggestion.of(name, NAMES));
        });
    }

    /** By the flag, which has been checked, else the environment, in which nonsense counts as nothing. */
    static AuthMode of(Setting<String> flag, Map<String, String> environment) {
        return flag.value()
                .flatMap(AuthMode::named)
                .or(() -> named(environment.getOrDefault("MUSTER_AUTH_MODE", "")))
                .orElse(DEFAULT);
    }

    private static Optional<AuthMode> named(String name) {
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "auto" -> new AuthMode(Kind.AUTO, true);
                    case "prompt" -> new AuthMode(Kind.PROMPT, true);
                    case "none" -> new AuthMode(Kind.NONE, true);
                    default -> null;
                });
    }
}
