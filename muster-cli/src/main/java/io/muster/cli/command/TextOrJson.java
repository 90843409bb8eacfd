package io.muster.cli.command;

import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;

/** The option {@code --output} where what a command says is no table. */
final class TextOrJson {
    private final Setting<String> format;

    TextOrJson(Syntax syntax) {
        format = syntax.text("-o, --output", "FORMAT", "text or json.");
    }

    /** @throws CommandFailure when it is something else */
    boolean isJson() {
        var name = format.orElse("text");
        return switch (name) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new CommandFailure("unsupported output format: \"" + name + "\" (valid: text, json)");
        };
    }
}
