package io.muster.mcp.server;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.muster.mcp.Revision;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The JSON schema that the protocol publishes for a revision. */
final class PublishedSchema {
    private final JsonObject document;
    private final SpecificationVersion dialect;
    private final String definitions;

    PublishedSchema(Revision revision) {
        document = Json.parseObject(read("/mcp-schema/" + revision.date() + "/schema.json"));
        var modern = document.has("$defs");
        dialect = modern ? SpecificationVersion.DRAFT_2020_12 : SpecificationVersion.DRAFT_7;
        definitions = modern ? "$defs" : "definitions";
    }

    /** What is wrong with the value as an instance of the type. */
    List<String> faults(String type, JsonObject value) {
        var root = document.with("$ref", "#/" + definitions + "/" + type).toString();
        return SchemaRegistry.withDefaultDialect(dialect)
                .getSchema(root, InputFormat.JSON)
                .validate(value.toString(), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static String read(String resource) {
        try (var stream = Objects.requireNonNull(PublishedSchema.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
