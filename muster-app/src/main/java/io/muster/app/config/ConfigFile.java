package io.muster.app.config;

import io.muster.wire.file.AtomicFile;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Problem;
import io.muster.wire.yaml.YamlDocument;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The file {@code config.yaml} of one directory. Not synchronised: callers see to it that one writes at a time. */
public final class ConfigFile {
    private static final long LONGEST = 1 << 20;

    private final Path directory;
    private final Path path;

    /**
     * What was read.
     *
     * @param document what the file says; empty when there is none
     * @param warnings one line each; they harm nothing
     */
    public record Loaded(MusterConfig config, JsonObject document, List<String> warnings) {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    public ConfigFile(Path directory) {
        this.directory = directory;
        this.path = directory.resolve("config.yaml");
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Reads the file; a missing one gives the defaults.
     *
     * @throws ConfigException with all that is wrong with it
     */
    public Loaded load() {
        return load(document -> document);
    }

    /**
     * The same, with settings from elsewhere laid over what the file says.
     *
     * @throws ConfigException with all that is wrong with both
     */
    public Loaded load(UnaryOperator<JsonObject> overlay) {
        try {
            return interpret(text(), overlay);
        } catch (YamlException e) {
            throw failure(at(e.position().toString(), String.valueOf(e.getMessage())), e);
        } catch (CharacterCodingException e) {
            throw failure(path + ": not UTF-8", e);
        } catch (IOException e) {
            throw failure(path + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /**
     * Makes the file say the document; comments, order and what is equal in both stay. Readable by its owner only, since
     * it may hold secrets. Either the whole new file is there afterwards or the whole old one.
     */
    public void write(JsonObject document) throws IOException {
        var old = text();
        var changed = old.isBlank()
                ? YamlDocument.write(document)
                : YamlDocument.parse(old).edited(document);
        Files.createDirectories(directory);
        AtomicFile.ownerOnly().replace(AtomicFile.behindLink(path), changed);
    }

    private String text() throws IOException {
        try {
            if (Files.size(path) > LONGEST) {
                throw failure(path + ": larger than 1 MiB");
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw failure(directory + ": not a directory");
            }
            return "";
        }
    }

    private Loaded interpret(String text, UnaryOperator<JsonObject> overlay) {
        var yaml = YamlDocument.parse(text);
        if (!(yaml.value() instanceof JsonObject document)) {
            throw failure(at("line 1, column 1", "must be a mapping of keys to values"));
        }
        return switch (MusterConfig.decode(overlay.apply(document))) {
            case Decoded.Valid<MusterConfig>(var config, var warnings) ->
                new Loaded(
                        config,
                        document,
                        warnings.stream().map(problem -> at(yaml, problem)).toList());
            case Decoded.Invalid<MusterConfig>(var problems) ->
                throw failure(problems.stream()
                        .distinct()
                        .map(problem -> at(yaml, problem))
                        .collect(Collectors.joining("; ")));
        };
    }

    private String at(YamlDocument yaml, Problem problem) {
        var path = yaml.value() instanceof JsonObject document
                ? OldNames.original(problem.path(), document)
                : problem.path();
        return at(yaml.position(path).toString(), new Problem(path, problem.message()).toString());
    }

    private String at(String position, String problem) {
        return path + " " + position + ": " + problem.lines().collect(Collectors.joining(" "));
    }

    private ConfigException failure(String problem) {
        return new ConfigException("failed to load muster configuration from path " + directory + ": " + problem);
    }

    private ConfigException failure(String problem, Exception cause) {
        return new ConfigException(
                "failed to load muster configuration from path " + directory + ": " + problem, cause);
    }
}
