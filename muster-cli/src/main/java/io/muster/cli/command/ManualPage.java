package io.muster.cli.command;

import io.muster.cli.syntax.Option;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Syntax;
import java.util.List;
import java.util.stream.Collectors;

/** The manual page of the program, in the language of {@code man(7)}, out of the models of its commands. */
final class ManualPage {
    private static final String OPENING = """
            .SH NAME
            muster \\- the control plane between AI agents and MCP servers
            .SH SYNOPSIS
            .B muster
            .I COMMAND
            .RI [ flags ]
            .SH DESCRIPTION
            Muster puts one endpoint in front of all MCP servers of a person or a team.
            It starts them, watches and heals them, and lets an agent find and call the right tool among thousands.
            .PP
            .B muster serve
            is the server.
            The commands
            .BR list ", " get ", " create ", " start ", " stop ", " check ", " call " and " events
            talk to one that runs.
            .SH COMMANDS
            """;

    private static final String CLOSING = """
            .SH EXIT STATUS
            .TP
            .B 0
            Success.
            .TP
            .B 1
            An error, told in one sentence on standard error.
            .TP
            .B 2
            The server wants a login.
            .TP
            .B 3
            The login failed.
            .SH ENVIRONMENT
            .TP
            .B MUSTER_CONFIG_PATH
            The configuration directory.
            .TP
            .B MUSTER_ENDPOINT
            The MCP endpoint that commands talk to.
            .TP
            .B MUSTER_CONTEXT
            The named endpoint that commands talk to.
            .TP
            .B MUSTER_AUTH_MODE
            What to do when a login is needed: auto, prompt or none.
            .TP
            .B MUSTER_OAUTH_CALLBACK_PORT
            Where the browser is sent back to after a login; 3000 by default.
            .TP
            .B BROWSER
            The program that shows the page of a login.
            .TP
            .B MUSTER_LOG_LEVEL
            What a server logs at least: debug, info, warn, error or silent.
            .TP
            .B MUSTER_JAVA_OPTS
            Options of the Java runtime, beside those of the launcher.
            .TP
            .B NO_COLOR
            Not empty: no colours on the terminal.
            .SH FILES
            .TP
            .I ~/.config/muster/config.yaml
            Configuration of the server.
            .TP
            .I ~/.config/muster/mcpservers/*.yaml
            One MCP server each.
            .TP
            .I ~/.config/muster/contexts.yaml
            Named endpoints.
            .TP
            .I ~/.config/muster/tokens/*.json
            Logins; secret.
            """;

    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** @param commands all of them, in the order in which they are to be explained */
    static String of(Program.Version version, List<Syntax> commands) {
        var manual = new ManualPage();
        var date = version.built().length() >= 10 ? version.built().substring(0, 10) : "";
        manual.line(".TH MUSTER 1 \"%s\" \"Muster %s\" \"User Commands\"", date, escaped(version.number()));
        manual.page.append(OPENING);
        commands.forEach(command -> manual.command("muster ", command));
        manual.page.append(CLOSING);
        return manual.page.toString();
    }

    private void command(String prefix, Syntax command) {
        var name = prefix + command.name();
        var synopsis = command.parameters().stream().map(ManualPage::synopsis).collect(Collectors.joining());
        line(".SS \"%s%s\"", escaped(name), escaped(synopsis));
        for (var sentence : command.description()) {
            text(sentence);
            if (!sentence.equals(command.description().getLast())) {
                line(".br");
            }
        }
        for (var parameter : command.parameters()) {
            entry("\\fI" + escaped(parameter.label()) + "\\fR", parameter.description());
        }
        command.visibleOptions().forEach(this::option);
        command.subcommands().forEach(subcommand -> command(name + " ", subcommand));
    }

    private void option(Option option) {
        var label = option.label().isEmpty() ? "" : "=\\fI" + escaped(option.label()) + "\\fR";
        var names = option.names().stream()
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        entry(names + label, option.description());
    }

    private void entry(String term, String explanation) {
        line(".TP");
        line("%s", term);
        text(explanation);
    }

    private static String synopsis(Parameter parameter) {
        var label = parameter.label() + (parameter.isRepeatable() ? "..." : "");
        return " " + (parameter.isOptional() ? "[" + label + "]" : label);
    }

    private void text(String sentence) {
        line("%s", escaped(sentence));
    }

    private void line(String format, String... parts) {
        page.append(format.formatted((Object[]) parts)).append('\n');
    }

    /** Text in which nothing means anything to the formatter, not even at the beginning of a line. */
    private static String escaped(String text) {
        var plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
