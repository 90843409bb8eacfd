package io.muster.cli.command;

import io.muster.cli.setup.Surroundings;
import io.muster.cli.syntax.Syntax;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the program. Only the one that runs is ever loaded.
 */
final class CommandTable {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("serve", "Start all MCP servers and serve them at one endpoint"),
            new Entry("standalone", "Serve, and be the MCP server of one IDE, in one process"),
            new Entry("agent", "Show what a server says, or be its bridge to an IDE"),
            new Entry("list", "List services, MCP servers, workflows, runs, tools, resources, prompts"),
            new Entry("get", "Show one of them"),
            new Entry("create", "Create an MCP server or a workflow"),
            new Entry("start", "Start a service, or run a workflow"),
            new Entry("stop", "Stop a service"),
            new Entry("check", "Check whether an MCP server or a workflow can be used"),
            new Entry("call", "Call a tool"),
            new Entry("events", "Show what happened, or what happens"),
            new Entry("auth", "Log in to a protected Muster, log out, show who is logged in"),
            new Entry("context", "Manage named endpoints"),
            new Entry("import", "Take over MCP servers from other programs"),
            new Entry("connect", "Write Muster into the settings of an IDE"),
            new Entry("doctor", "Examine the whole set-up"),
            new Entry("test", "Be a mock MCP server"),
            new Entry("version", "Print the version of this program and of the server"),
            new Entry("self-update", "Say how to update this program"),
            new Entry("completion", "Print a completion script for a shell"),
            new Entry("help", "Explain a command"));

    private CommandTable() {}

    /** A command and what it does. */
    record Entry(String name, String description) {}

    static List<Entry> entries() {
        return ENTRIES;
    }

    static List<String> names() {
        return ENTRIES.stream().map(Entry::name).toList();
    }

    /** What the words after that name mean. */
    static Optional<Syntax> create(String name, Shell shell) {
        @Nullable
        Command command = switch (name) {
            case "serve" -> new ServeCommand(shell.program(), shell.console().err());
            case "standalone" -> new StandaloneCommand(shell);
            case "agent" -> new AgentCommand(shell);
            case "list" -> new ListCommand(shell);
            case "get" -> new GetCommand(shell);
            case "create" -> new CreateCommand(shell);
            case "start" -> new StartCommand(shell);
            case "stop" -> new StopCommand(shell);
            case "check" -> new CheckCommand(shell);
            case "call" -> new CallCommand(shell);
            case "events" -> new EventsCommand(shell);
            case "auth" -> new AuthCommand(shell);
            case "context" -> new ContextCommand(shell);
            case "import" ->
                new ImportCommand(
                        shell.program(), around(shell), shell.console().out());
            case "connect" ->
                new ConnectCommand(around(shell), shell.clock(), shell.console().out());
            case "doctor" ->
                new DoctorCommand(
                        shell.program(), around(shell), shell.console().out());
            case "test" -> new TestCommand(shell.program());
            case "version" -> new VersionCommand(shell);
            case "self-update" -> new SelfUpdateCommand(shell);
            case "completion" -> new CompletionCommand(shell);
            case "__complete" -> new CompleteCommand(shell);
            case "__manual" -> new ManualCommand(shell);
            default -> null;
        };
        return Optional.ofNullable(command).map(Command::syntax);
    }

    private static Surroundings around(Shell shell) {
        return Surroundings.of(shell.console().environment());
    }
}
