package io.muster.cli.command;

/** The two forms of what a command says that is no table. */
final class TextOrJson {
    private TextOrJson() {}

    static boolean isJson(String output) {
        return switch (output) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new CommandFailure("unsupported output format: \"" + output + "\" (valid: text, json)");
        };
    }
}
