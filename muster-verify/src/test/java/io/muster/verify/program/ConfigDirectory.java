package io.muster.verify.program;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A configuration directory of its own for one process of the program. JSON is YAML, so documents are written as JSON. */
public final class ConfigDirectory {
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final int port;

    private ConfigDirectory(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** A new directory with a configuration that listens on a free port. */
    public static ConfigDirectory create() {
        return create("streamable-http");
    }

    public static ConfigDirectory create(String transport) {
        try {
            var directory = new ConfigDirectory(Files.createTempDirectory("muster-verify"), freePort());
            var aggregator = JsonObject.builder()
                    .put("host", "localhost")
                    .put("port", directory.port)
                    .put("transport", transport)
                    .build();
            return directory.file("config.yaml", Json.text(JsonObject.of("aggregator", aggregator)));
        } catch (IOException e) {
            throw new UncheckedIOException("no configuration directory", e);
        }
    }

    public Path path() {
        return directory;
    }

    public int port() {
        return port;
    }

    /** Writes a file, which whoever watches finds whole or not at all. */
    public ConfigDirectory file(String name, String content) {
        try {
            var file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            var written = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), content);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name, e);
        }
    }

    /** Defines a server that is started as a child process. */
    public ConfigDirectory stdio(String name, List<String> line, Map<String, String> environment) {
        return server(name, child(line).with("env", JsonObject.ofStrings(environment)));
    }

    /** What the definition of a server says that is started as a child process. */
    public static JsonObject child(List<String> line) {
        return JsonObject.builder()
                .put("type", "stdio")
                .put("command", line.getFirst())
                .put("args", JsonArray.ofStrings(line.subList(1, line.size())))
                .build();
    }

    public ConfigDirectory stdio(String name, List<String> line) {
        return stdio(name, line, Map.of());
    }

    /** Defines a server that is reached by URL. */
    public ConfigDirectory remote(String name, String type, String url) {
        return server(
                name, JsonObject.builder().put("type", type).put("url", url).build());
    }

    public ConfigDirectory server(String name, JsonObject spec) {
        return file("mcpservers/" + name + ".yaml", definition(name, spec));
    }

    /** The text of a definition. */
    public static String definition(String name, JsonObject spec) {
        return Json.text(JsonObject.builder()
                .put("apiVersion", "muster.giantswarm.io/v1alpha1")
                .put("kind", "MCPServer")
                .put("metadata", JsonObject.of("name", name))
                .put("spec", spec.with("autoStart", true))
                .build());
    }

    public void delete() {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** A port that nobody listens on, and that neither the system nor this gives to anybody else before it is used. */
    public static int freePort() {
        var random = ThreadLocalRandom.current();
        for (var attempt = 0; attempt < 100; attempt++) {
            try (var socket = new ServerSocket(random.nextInt(20_000, 32_000))) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
        throw new AssertionError("no port is free");
    }
}
