package io.muster.cli.setup.doctor;

import io.muster.cli.context.ContextFailure;
import io.muster.cli.context.Contexts;
import io.muster.cli.context.ContextsFile;
import io.muster.cli.setup.Installation;
import io.muster.cli.setup.Installation.Configuration;
import io.muster.cli.setup.Installation.Probe;
import io.muster.cli.setup.Installation.Severity;
import io.muster.cli.setup.Surroundings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that must work for Muster to work, from the ground up. One instance per examination. */
public final class Examination {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);
    private static final int OLDEST_JAVA = 25;

    private final Subject subject;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * What is examined.
     *
     * @param program name and version of this program
     * @param java the feature release of the Java runtime
     * @param endpoint where the server is, as people write it
     */
    public record Subject(
            String program,
            int java,
            Installation installation,
            Surroundings around,
            String endpoint,
            RunningServer server) {}

    public Examination(Subject subject) {
        this.subject = subject;
    }

    /**
     * Examines everything.
     *
     * @param probe whether each server is also started or reached from here, although a server runs
     */
    public List<Finding> findings(boolean probe) throws InterruptedException {
        runtime();
        var isDirectoryUsable = directory();
        configuration();
        var servers = isDirectoryUsable ? subject.installation().servers() : List.<Installation.Server>of();
        definitions(servers, isDirectoryUsable);
        contexts();
        var running = endpoint();
        if (running) {
            new BackendExamination(subject.server(), this::found).examine(servers);
        }
        if (probe || !running) {
            probe(servers);
        }
        return List.copyOf(findings);
    }

    private void found(Code code, String about, String detail) {
        findings.add(new Finding(code, about, detail));
    }

    private void runtime() {
        found(
                subject.java() < OLDEST_JAVA ? Code.RUNTIME_OLD : Code.RUNTIME_FIT,
                subject.program(),
                "Java " + subject.java());
    }

    private boolean directory() {
        var directory = subject.installation().directory();
        var shown = subject.around().shown(directory);
        if (!Files.exists(directory)) {
            found(Code.DIRECTORY_MISSING, shown, "");
            return true;
        }
        var usable = Files.isDirectory(directory) && Files.isReadable(directory) && Files.isWritable(directory);
        found(usable ? Code.DIRECTORY_THERE : Code.DIRECTORY_UNUSABLE, shown, "");
        return usable;
    }

    private void configuration() {
        switch (subject.installation().configuration()) {
            case Configuration.Missing() -> found(Code.CONFIG_ABSENT, "config.yaml", "");
            case Configuration.Broken(var problem) -> found(Code.CONFIG_BROKEN, "config.yaml", problem);
            case Configuration.Usable(var warnings)
            when warnings.isEmpty() -> found(Code.CONFIG_VALID, "config.yaml", "");
            case Configuration.Usable(var warnings) ->
                warnings.forEach(warning -> found(Code.CONFIG_ODD, "config.yaml", warning));
        }
    }

    private void definitions(List<Installation.Server> servers, boolean known) {
        if (servers.isEmpty() && known) {
            found(Code.DEFINITIONS_NONE, "mcpservers", "");
        }
        for (var server : servers) {
            if (server.faults().isEmpty()) {
                found(Code.DEFINITION_VALID, server.name(), "");
            }
            server.faults()
                    .forEach(fault -> found(
                            fault.severity() == Severity.ERROR ? Code.DEFINITION_BROKEN : Code.DEFINITION_ODD,
                            server.name(),
                            fault.toString()));
        }
    }

    private void contexts() {
        try {
            var file = ContextsFile.of(subject.around().variables());
            var shown = subject.around().shown(file.path());
            var contexts = file.read();
            contexts.current()
                    .filter(name -> contexts.find(name).isEmpty())
                    .ifPresentOrElse(
                            name -> found(Code.CONTEXT_DANGLING, shown, "current-context is " + name),
                            () -> found(
                                    contexts.equals(Contexts.NONE) ? Code.CONTEXTS_ABSENT : Code.CONTEXTS_USABLE,
                                    shown,
                                    ""));
        } catch (ContextFailure e) {
            found(Code.CONTEXTS_BROKEN, "contexts.yaml", String.valueOf(e.getMessage()));
        }
    }

    private boolean endpoint() throws InterruptedException {
        var about = subject.endpoint();
        switch (subject.server().contact()) {
            case RunningServer.Contact.Answers answer -> {
                found(
                        Code.ENDPOINT_ANSWERS,
                        about,
                        "%s %s, revision %s, %d ms"
                                .formatted(
                                        answer.server(),
                                        answer.version(),
                                        answer.revision(),
                                        answer.took().toMillis()));
                return true;
            }
            case RunningServer.Contact.Silent() -> found(Code.ENDPOINT_SILENT, about, "");
            case RunningServer.Contact.NeedsLogin() -> found(Code.ENDPOINT_LOGIN, about, "");
            case RunningServer.Contact.Strange(var problem) -> found(Code.ENDPOINT_STRANGE, about, problem);
            case RunningServer.Contact.Unknown(var problem) -> found(Code.ENDPOINT_UNKNOWN, about, problem);
        }
        return false;
    }

    private void probe(List<Installation.Server> servers) throws InterruptedException {
        for (var server : servers) {
            if (server.isUsable()) {
                switch (subject.installation().probe(server.name(), PROBE_LIMIT)) {
                    case Probe.Works works -> found(Code.PROBE_WORKS, server.name(), facts(works));
                    case Probe.NeedsLogin() -> found(Code.PROBE_LOGIN, server.name(), "");
                    case Probe.Fails(var reason) -> found(Code.PROBE_FAILED, server.name(), reason);
                }
            }
        }
    }

    private static String facts(Probe.Works works) {
        return "%s %s, revision %s%s, %d ms"
                .formatted(
                        works.serverName(),
                        works.serverVersion(),
                        works.revision(),
                        works.tools().map(tools -> ", " + tools + " tools").orElse(""),
                        works.took().toMillis());
    }
}
