package io.muster.cli.command;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.YamlDocument;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Documents that a command line names: a text itself, {@code @file}, a file, or {@code -} for standard input. */
final class JsonArgument {
    private static final int LONGEST = 4 << 20;

    private final Console console;

    JsonArgument(Console console) {
        this.console = console;
    }

    /** The object that the value of {@code --json} stands for. */
    JsonObject json(String value) {
        var text = value.startsWith("@") ? text(value.substring(1)) : value.equals("-") ? text("-") : value;
        try {
            if (Json.parse(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new CommandFailure(
                    "invalid JSON argument: " + e.getMessage() + " (line " + e.line() + ", column " + e.column() + ")",
                    e);
        }
        throw new CommandFailure("invalid JSON argument: must be an object");
    }

    /** The object in a file of YAML, or of JSON, which is a part of it. */
    JsonObject document(String file) {
        var label = file.equals("-") ? "standard input" : file;
        try {
            JsonValue value = YamlDocument.parse(text(file)).value();
            if (value instanceof JsonObject object && !object.isEmpty()) {
                return object;
            }
        } catch (YamlException e) {
            throw new CommandFailure(label + " " + e.position() + ": " + e.getMessage(), e);
        }
        throw new CommandFailure(label + ": must hold a mapping of keys to values");
    }

    private String text(String file) {
        try {
            if (!file.equals("-") && Files.size(Path.of(file)) > LONGEST) {
                throw new CommandFailure(file + ": larger than " + LONGEST + " bytes");
            }
            return file.equals("-")
                    ? new String(console.in().readNBytes(LONGEST), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(file + ": no such file", e);
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
