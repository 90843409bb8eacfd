package io.muster.app.wiring;

import io.muster.control.definition.BackendDefinition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.control.tool.Definitions;
import io.muster.gateway.backend.BackendSpec;
import io.muster.wire.json.decode.Decoded;
import java.util.stream.Collectors;

/** Finds the definition of a server that a service tool wants to start. */
record StoredDefinitions(DefinitionStore store) implements Definitions {
    @Override
    public Found find(String name) {
        if (ResourceName.problem(ResourceKind.MCP_SERVER, name).isPresent()) {
            return new Found.Absent();
        }
        var key = ResourceKey.server(name);
        return switch (store.find(key)) {
            case DefinitionStore.Absent() -> new Found.Absent();
            case DefinitionStore.Unreadable(var problems) -> new Found.Unreadable(DefinitionProblem.text(problems));
            case DefinitionStore.Found found ->
                switch (BackendDefinition.decode(key, found.definition())) {
                    case Decoded.Valid<BackendSpec> valid -> new Found.Usable(valid.value());
                    case Decoded.Invalid<BackendSpec> invalid ->
                        new Found.Unreadable(invalid.problems().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("; ")));
                };
        };
    }
}
