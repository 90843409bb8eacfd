package io.muster.cli.repl;

import io.muster.cli.format.Text;
import java.util.Optional;

/**
 * What is written in front of a command.
 *
 * @param context the context in use
 * @param loginRequired whether a server behind Muster waits for a login
 */
public record Prompt(Optional<String> context, boolean loginRequired) {
    private static final String LOGIN = "[AUTH REQUIRED]";
    private static final int LONGEST = 28;
    private static final int HEAD = 15;
    private static final int TAIL = 10;

    /** The text, with signs that only some terminals have, or without. */
    public String text(boolean unicode) {
        var text = new StringBuilder(unicode ? "𝗺 " : "m ");
        context.map(Prompt::shortened).ifPresent(name -> text.append(name).append(' '));
        if (loginRequired) {
            text.append(LOGIN).append(' ');
        }
        return text.append(unicode ? "» " : "> ").toString();
    }

    private static String shortened(String context) {
        var name = Text.line(context);
        var length = Text.length(name);
        return length <= LONGEST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, HEAD))
                        + "..."
                        + name.substring(name.offsetByCodePoints(0, length - TAIL));
    }
}
