package io.muster.control.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.definition.DefinitionStore.Absent;
import io.muster.control.definition.DefinitionStore.Creation;
import io.muster.control.definition.DefinitionStore.Deletion;
import io.muster.control.definition.DefinitionStore.Entry;
import io.muster.control.definition.DefinitionStore.Found;
import io.muster.control.definition.DefinitionStore.Update;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What every store of definitions promises. */
public abstract class DefinitionStoreContract {
    protected static final ResourceKey GITHUB = ResourceKey.server("github");
    private static final JsonObject SPEC = Json.parseObject("{\"type\": \"stdio\", \"command\": \"x\"}");

    protected abstract DefinitionStore store();

    @Test
    void what_was_created_is_found() {
        var definition = Definition.of(GITHUB, SPEC.with("x-unknown", JsonArray.ofStrings(java.util.List.of("kept"))));

        assertThat(store().create(GITHUB, definition)).isEqualTo(new Creation.Created());

        assertThat(found()).isEqualTo(definition);
    }

    @Test
    void nothing_is_found_before_it_is_created() {
        assertThat(store().find(GITHUB)).isEqualTo(new Absent());
        assertThat(store().list(ResourceKind.MCP_SERVER)).isEmpty();
    }

    @Test
    void a_definition_is_created_once() {
        var first = Definition.of(GITHUB, SPEC);
        store().create(GITHUB, first);

        assertThat(store().create(GITHUB, Definition.of(GITHUB, JsonObject.EMPTY)))
                .isEqualTo(new Creation.AlreadyExists());

        assertThat(found()).isEqualTo(first);
    }

    @Test
    void kinds_do_not_mix() {
        store().create(GITHUB, Definition.of(GITHUB, SPEC));

        assertThat(store().find(new ResourceKey(ResourceKind.WORKFLOW, "github")))
                .isEqualTo(new Absent());
        assertThat(store().list(ResourceKind.WORKFLOW)).isEmpty();
    }

    @Test
    void an_update_replaces_what_it_was_made_from() {
        var before = Definition.of(GITHUB, SPEC);
        store().create(GITHUB, before);
        var changed = before.withSpec(SPEC.with("autoStart", true));

        assertThat(store().update(GITHUB, before, changed)).isEqualTo(new Update.Updated());

        assertThat(found()).isEqualTo(changed);
    }

    @Test
    void an_update_of_something_outdated_is_a_conflict() {
        var before = Definition.of(GITHUB, SPEC);
        store().create(GITHUB, before);
        var other = before.withSpec(SPEC.with("command", "other"));
        store().update(GITHUB, before, other);

        assertThat(store().update(GITHUB, before, before.withSpec(JsonObject.EMPTY)))
                .isEqualTo(new Update.Conflict());

        assertThat(found()).isEqualTo(other);
    }

    @Test
    void what_is_not_there_is_neither_updated_nor_deleted() {
        var definition = Definition.of(GITHUB, SPEC);

        assertThat(store().update(GITHUB, definition, definition)).isEqualTo(new Update.NotFound());
        assertThat(store().delete(GITHUB)).isEqualTo(new Deletion.NotFound());
        assertThat(store().find(GITHUB)).isEqualTo(new Absent());
    }

    @Test
    void what_was_deleted_is_gone() {
        store().create(GITHUB, Definition.of(GITHUB, SPEC));

        assertThat(store().delete(GITHUB)).isEqualTo(new Deletion.Deleted());

        assertThat(store().find(GITHUB)).isEqualTo(new Absent());
    }

    @Test
    void a_list_is_ordered_by_name() {
        for (var name : new String[] {"zulu", "alpha", "mike"}) {
            store().create(ResourceKey.server(name), Definition.of(ResourceKey.server(name), SPEC));
        }

        assertThat(store().list(ResourceKind.MCP_SERVER))
                .extracting(Entry::name)
                .containsExactly("alpha", "mike", "zulu");
    }

    private Definition found() {
        return store().find(GITHUB) instanceof Found found ? found.definition() : new Definition(JsonObject.EMPTY);
    }
}
