package io.muster.authserver.pages;

import java.util.Locale;
import java.util.Map;

/** What people call the application behind a URI scheme. */
final class AppName {
    private static final Map<String, String> KNOWN = Map.of(
            "vscode", "Visual Studio Code",
            "code", "Visual Studio Code",
            "vscode-insiders", "Visual Studio Code Insiders",
            "codium", "VSCodium",
            "iterm", "iTerm",
            "iterm2", "iTerm2",
            "sublime", "Sublime Text",
            "jupyterlab", "JupyterLab");

    private AppName() {}

    /** The name for a scheme: a known one, else the scheme with a capital letter. */
    static String of(String scheme) {
        var name = scheme.toLowerCase(Locale.ROOT);
        var known = KNOWN.get(name);
        if (known != null || name.isEmpty()) {
            return known == null ? "" : known;
        }
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
