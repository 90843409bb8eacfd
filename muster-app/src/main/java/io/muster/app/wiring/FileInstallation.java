package io.muster.app.wiring;

import io.muster.app.config.ConfigException;
import io.muster.app.config.ConfigFile;
import io.muster.cli.setup.Installation;
import io.muster.cli.setup.SetupFailure;
import io.muster.control.definition.BackendDefinition;
import io.muster.control.definition.Definition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.control.file.FileDefinitionStore;
import io.muster.gateway.backend.BackendSpec;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is set up in the files of one configuration directory. */
public final class FileInstallation implements Installation {
    private final Environment environment;
    private final DefinitionStore store;

    public FileInstallation(Environment environment) {
        this.environment = environment;
        this.store = new FileDefinitionStore(environment.configDirectory());
    }

    @Override
    public Path directory() {
        return environment.configDirectory();
    }

    @Override
    public Configuration configuration() {
        var file = new ConfigFile(directory());
        try {
            var loaded = file.load();
            return file.exists() ? new Configuration.Usable(loaded.warnings()) : new Configuration.Missing();
        } catch (ConfigException e) {
            return new Configuration.Broken(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Server> servers() {
        try {
            return store.list(ResourceKind.MCP_SERVER).stream()
                    .map(FileInstallation::server)
                    .toList();
        } catch (DefinitionStore.StoreFault e) {
            throw new SetupFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static Server server(DefinitionStore.Entry entry) {
        return switch (entry.lookup()) {
            case DefinitionStore.Absent() -> new Server(entry.name(), JsonObject.EMPTY, List.of());
            case DefinitionStore.Unreadable(var problems) ->
                new Server(
                        entry.name(),
                        JsonObject.EMPTY,
                        problems.stream()
                                .map(problem -> fault(Severity.ERROR, problem))
                                .toList());
            case DefinitionStore.Found(var definition, var source) ->
                new Server(
                        entry.name(),
                        BackendDefinition.canonicalSpec(definition),
                        faults(BackendDefinition.decode(ResourceKey.server(entry.name()), definition), source));
        };
    }

    private static List<Fault> faults(Decoded<BackendSpec> decoded, DefinitionStore.Source source) {
        return switch (decoded) {
            case Decoded.Valid<BackendSpec>(var _, var warnings) ->
                faults(Severity.WARNING, warnings, source).toList();
            case Decoded.Invalid<BackendSpec>(var problems) ->
                faults(Severity.ERROR, problems, source).toList();
        };
    }

    private static Stream<Fault> faults(Severity severity, List<Problem> problems, DefinitionStore.Source source) {
        return problems.stream().map(problem -> fault(severity, source.locate(problem)));
    }

    private static Fault fault(Severity severity, DefinitionProblem problem) {
        var place = problem.position()
                .map(at -> ":" + at.line() + ":" + at.column())
                .map(at -> problem.source() + at)
                .orElse(problem.source());
        return new Fault(
                severity,
                place,
                problem.problem().path().text(),
                problem.problem().message());
    }

    @Override
    public List<Fault> check(String name, JsonObject spec) {
        var wrongName = ResourceName.problem(ResourceKind.MCP_SERVER, name);
        if (wrongName.isPresent()) {
            return List.of(new Fault(Severity.ERROR, "", "", wrongName.get()));
        }
        var key = ResourceKey.server(name);
        return faults(
                BackendDefinition.decode(key, Definition.of(key, spec)),
                problem -> new DefinitionProblem("", Optional.empty(), problem));
    }

    @Override
    public boolean define(String name, JsonObject spec) {
        var key = ResourceKey.server(name);
        try {
            return store.create(key, Definition.of(key, spec)) instanceof DefinitionStore.Creation.Created;
        } catch (DefinitionStore.StoreFault e) {
            throw new SetupFailure(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Probe probe(String name, Duration limit) throws InterruptedException {
        var key = ResourceKey.server(name);
        if (store.find(key) instanceof DefinitionStore.Found found
                && BackendDefinition.decode(key, found.definition()) instanceof Decoded.Valid<BackendSpec> valid) {
            return new BackendProbe(environment).visit(valid.value().endpoint(), limit);
        }
        return new Probe.Fails("the definition cannot be used");
    }
}
