package io.muster.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a command does when a server wants to know who asks.
 *
 * @param chosen whether somebody said so, rather than nobody
 */
record AuthMode(Kind kind, boolean chosen) {
    private static final AuthMode DEFAULT = new AuthMode(Kind.AUTO, false);

    enum Kind {
        /** Log in. */
        AUTO,
        /** Ask whether to log in. */
        PROMPT,
        /** Fail. */
        NONE
    }

    /** By the flag, which has been checked, else the environment, in which nonsense counts as nothing. */
    static AuthMode of(String flag, Map<String, String> environment) {
        return named(flag)
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
