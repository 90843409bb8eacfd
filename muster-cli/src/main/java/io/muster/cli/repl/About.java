package io.muster.cli.repl;

import java.util.List;

/** What a command is called, how it is used, and what it does. */
record About(String name, List<String> aliases, String usage, String summary) {
    boolean isCalled(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /** For a command that was used wrongly. */
    SessionFailure misused() {
        return new SessionFailure("usage: " + usage);
    }
}
