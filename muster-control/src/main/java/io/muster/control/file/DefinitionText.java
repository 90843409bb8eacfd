package io.muster.control.file;

import io.muster.control.definition.Definition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore.Found;
import io.muster.control.definition.DefinitionStore.Lookup;
import io.muster.control.definition.DefinitionStore.Source;
import io.muster.control.definition.DefinitionStore.Unreadable;
import io.muster.wire.json.JsonNull;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.JsonPath;
import io.muster.wire.json.decode.Problem;
import io.muster.wire.yaml.Position;
import io.muster.wire.yaml.YamlDocument;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One definition file that was read.
 *
 * @param file where it really is
 * @param yaml its text
 * @param found what it says
 */
record DefinitionText(Path file, YamlDocument yaml, Found found) {
    static final int LARGEST = 1 << 20;

    /** What came of reading a file. */
    sealed interface Reading {
        Lookup lookup();
    }

    record Intact(DefinitionText text) implements Reading {
        @Override
        public Lookup lookup() {
            return text.found();
        }
    }

    record Broken(Unreadable lookup) implements Reading {}

    static Reading read(Path file, String label) throws IOException {
        if (!Files.isRegularFile(file)) {
            return broken(label, "is not a regular file");
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (AccessDeniedException e) {
            return broken(label, "may not be read: permission denied");
        }
        if (bytes.length > LARGEST) {
            return broken(label, "is larger than 1 MiB");
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parse(file, label, text);
        } catch (CharacterCodingException e) {
            return broken(label, "is not UTF-8 text");
        }
    }

    private static Reading parse(Path file, String label, String text) {
        try {
            var yaml = YamlDocument.parse(text);
            if (yaml.value() instanceof JsonObject document) {
                return new Intact(new DefinitionText(file, yaml, new Found(new Definition(document), at(label, yaml))));
            }
            return yaml.value() instanceof JsonNull
                    ? broken(label, "is empty")
                    : broken(label, "must be a map with apiVersion, kind, metadata and spec");
        } catch (YamlException e) {
            return broken(label, String.valueOf(e.getMessage()), e.position());
        }
    }

    private static Source at(String label, YamlDocument yaml) {
        return problem -> new DefinitionProblem(label, Optional.of(yaml.position(problem.path())), problem);
    }

    static Broken broken(String label, String message) {
        return broken(label, message, new Position(1, 1));
    }

    private static Broken broken(String label, String message, Position position) {
        var problem = new DefinitionProblem(label, Optional.of(position), new Problem(JsonPath.ROOT, message));
        return new Broken(new Unreadable(List.of(problem)));
    }
}
