package io.muster.cli.setup.intake;

import io.muster.cli.setup.SetupFailure;
import io.muster.cli.setup.ide.SettingsFile;
import io.muster.cli.setup.intake.Found.Origin;
import io.muster.cli.setup.intake.Found.Reading;
import io.muster.cli.setup.intake.Found.Servers;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the YAML files of Docker's MCP toolkit: a catalogue describes servers, {@code registry.yaml} names those of the
 * catalogues beside it that are switched on, {@code config.yaml} has their settings.
 */
final class DockerSettings {
    private static final String REGISTRY = "registry";
    private static final String PROGRAM = "Docker MCP";

    private DockerSettings() {}

    static Reading read(Path file, String text) {
        var yaml = YamlDocument.parse(text);
        var registry = section(yaml).orElse(JsonObject.EMPTY);
        var isCatalogue = registry.names().stream()
                .flatMap(name -> registry.object(name).stream())
                .anyMatch(server -> server.has("image") || server.has("remote"));
        return isCatalogue ? catalogue(file, yaml, registry) : switchedOn(file, yaml, registry);
    }

    private static Servers catalogue(Path file, YamlDocument yaml, JsonObject servers) {
        var directory = beside(file);
        var home = directory.endsWith("catalogs") ? beside(directory) : directory;
        var settings = settings(home);
        var found = new ArrayList<Found>();
        for (var name : servers.names()) {
            found.add(DockerServer.found(
                    origin(file, yaml, name), name, servers.object(name).orElse(JsonObject.EMPTY), settings));
        }
        return new Servers(found);
    }

    private static Servers switchedOn(Path file, YamlDocument yaml, JsonObject registry) {
        var settings = settings(beside(file));
        var catalogues = catalogues(beside(file).resolve("catalogs"));
        var found = new ArrayList<Found>();
        for (var name : registry.names()) {
            var origin = origin(file, yaml, name);
            found.add(catalogues.stream()
                    .flatMap(catalogue -> catalogue.object(name).stream())
                    .findFirst()
                    .map(server -> DockerServer.found(origin, name, server, settings))
                    .orElseGet(
                            () -> DockerServer.impossible(origin, name, "no catalogue beside this file describes it")));
        }
        return new Servers(found);
    }

    private static List<JsonObject> catalogues(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            var catalogues = new ArrayList<JsonObject>();
            files.forEach(file ->
                    section(YamlDocument.parse(new SettingsFile(file).read())).ifPresent(catalogues::add));
            return catalogues;
        } catch (IOException e) {
            throw new SetupFailure(
                    directory + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static JsonObject settings(Path directory) {
        return YamlDocument.parse(new SettingsFile(directory.resolve("config.yaml")).read())
                                .value()
                        instanceof JsonObject settings
                ? settings
                : JsonObject.EMPTY;
    }

    private static Optional<JsonObject> section(YamlDocument yaml) {
        return yaml.value() instanceof JsonObject document ? document.object(REGISTRY) : Optional.empty();
    }

    private static Path beside(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
    }

    private static Origin origin(Path file, YamlDocument yaml, String name) {
        var position = yaml.position(JsonPath.ROOT.member(REGISTRY).member(name));
        return new Origin(file, PROGRAM, position, true);
    }
}
