package io.muster.cli.setup;

import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An installation in memory. Refuses definitions with the URL {@code bad}. */
public final class FakeInstallation implements Installation {
    private final Path directory;
    public final Map<String, JsonObject> specs = new LinkedHashMap<>();
    public final List<Server> broken = new ArrayList<>();
    public final Map<String, Probe> probes = new LinkedHashMap<>();
    public final List<String> probed = new ArrayList<>();
    public Configuration configuration = new Configuration.Missing();

    public FakeInstallation(Path directory) {
        this.directory = directory;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public List<Server> servers() {
        var servers = new ArrayList<>(broken);
        specs.forEach((name, spec) -> servers.add(new Server(name, spec, List.of())));
        return servers;
    }

    @Override
    public List<Fault> check(String name, JsonObject spec) {
        return spec.text("url", "").equals("bad")
                ? List.of(new Fault(Severity.ERROR, "", "spec.url", "must be a URL"))
                : List.of();
    }

    @Override
    public boolean define(String name, JsonObject spec) {
        return specs.putIfAbsent(name, spec) == null;
    }

    @Override
    public Probe probe(String name, Duration limit) {
        probed.add(name);
        return probes.getOrDefault(name, new Probe.Fails("no such command"));
    }
}
