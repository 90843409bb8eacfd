package io.muster.control.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.control.definition.BackendDefinition;
import io.muster.control.definition.Definition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.DefinitionStore.Deletion;
import io.muster.control.definition.DefinitionStore.Entry;
import io.muster.control.definition.DefinitionStore.Found;
import io.muster.control.definition.DefinitionStore.StoreFault;
import io.muster.control.definition.DefinitionStore.Unreadable;
import io.muster.control.definition.DefinitionStore.Update;
import io.muster.control.definition.DefinitionStoreContract;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.wire.file.AtomicFile;
import io.muster.wire.json.Json;
import io.muster.wire.json.decode.Decoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDefinitionStoreTest extends DefinitionStoreContract {
    private static final String BY_HAND = """
            # Ask Ada before you change this.
            kind: MCPServer
            apiVersion: muster.giantswarm.io/v1alpha1
            metadata: {name: github, labels: {team: "a"}}
            spec:
              command: npx   # needs node
              type: stdio
              args: ["-y",   "server"]
              x-ours: 'kept'
            status: {state: Running}
            """;

    @TempDir
    Path root;

    private Path config;
    private Path directory;
    private FileDefinitionStore store;

    @BeforeEach
    void set_up() {
        config = root.resolve("config");
        directory = config.resolve("mcpservers");
        store = new FileDefinitionStore(config);
    }

    @Override
    protected DefinitionStore store() {
        return store;
    }

    @Test
    void an_update_keeps_comments_order_quotes_status_and_what_is_not_ours() throws IOException {
        put("github.yaml", BY_HAND);
        var before = found();

        store.update(GITHUB, before, before.withSpec(before.spec().with("command", "bunx")));

        assertThat(directory.resolve("github.yaml")).hasContent(BY_HAND.replace("npx ", "bunx "));
    }

    @Test
    void a_yml_file_is_read_updated_in_place_and_deleted() throws IOException {
        put("github.yml", BY_HAND);
        var before = found();

        store.update(GITHUB, before, before.withSpec(before.spec().with("command", "bunx")));

        assertThat(names()).containsExactly("github.yml");
        assertThat(found().spec().text("command")).contains("bunx");
        assertThat(store.delete(GITHUB)).isEqualTo(new Deletion.Deleted());
        assertThat(names()).isEmpty();
    }

    @Test
    void two_files_of_one_name_are_reported() throws IOException {
        put("github.yml", BY_HAND);
        put("github.yaml", BY_HAND);

        assertThat(problem(GITHUB))
                .isEqualTo("mcpservers/github.yaml:1:1: duplicate name: both github.yaml and github.yml exist");
        assertThat(store.list(ResourceKind.MCP_SERVER)).hasSize(1);
    }

    @Test
    void broken_yaml_is_reported_with_line_and_column_and_not_overwritten() throws IOException {
        put("github.yaml", "spec:\n  type: stdio\n  command: [\n");

        assertThat(problem(GITHUB)).startsWith("mcpservers/github.yaml:4:1: ");
        var any = Definition.of(GITHUB, Json.parseObject("{}"));
        assertThat(store.update(GITHUB, any, any)).isInstanceOf(Update.Blocked.class);
        assertThat(directory.resolve("github.yaml")).hasContent("spec:\n  type: stdio\n  command: [\n");
    }

    @Test
    void a_wrong_field_is_located_in_the_file() throws IOException {
        put("github.yaml", "kind: MCPServer\nspec:\n  type: stdio\n  command: x\n  tool_prefix: '?'\n");

        var found = (Found) store.find(GITHUB);
        var invalid = (Decoded.Invalid<?>) BackendDefinition.decode(GITHUB, found.definition());

        assertThat(DefinitionProblem.text(found.source().locate(invalid.problems())))
                .isEqualTo("mcpservers/github.yaml:5:3: spec.tool_prefix: must match ^[a-zA-Z][a-zA-Z0-9_-]*$");
    }

    @Test
    void what_is_hidden_temporary_deeper_or_of_another_kind_is_ignored() throws IOException {
        put("github.yaml", BY_HAND);
        put(".hidden.yaml", BY_HAND);
        put(".tmp-123.yaml", BY_HAND);
        put("README.md", "# hello");
        Files.createDirectories(directory.resolve("deeper.yaml"));

        assertThat(store.list(ResourceKind.MCP_SERVER)).extracting(Entry::name).containsExactly("github");
    }

    @Test
    void a_file_whose_name_is_no_valid_name_is_listed_with_the_reason() throws IOException {
        put("My_Server.yaml", BY_HAND);
        put("My_Server.yml", BY_HAND);

        var entry = store.list(ResourceKind.MCP_SERVER).getFirst();

        assertThat(entry.name()).isEqualTo("My_Server");
        assertThat(entry.lookup())
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(DefinitionProblem.text(unreadable.problems()))
                                .contains("mcpservers/My_Server.yaml: name must be", "mcpservers/My_Server.yml: name"));
    }

    @Test
    void files_that_are_too_large_or_no_text_or_no_map_are_reported() throws IOException {
        put("large.yaml", "#".repeat(DefinitionText.LARGEST + 1));
        put("list.yaml", "- a\n");
        Files.write(directory.resolve("bytes.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(problem(ResourceKey.server("large"))).contains("larger than 1 MiB");
        assertThat(problem(ResourceKey.server("list"))).contains("must be a map");
        assertThat(problem(ResourceKey.server("bytes"))).contains("not UTF-8");
    }

    @Test
    void a_link_is_followed_inside_of_the_configuration_and_not_out_of_it() throws IOException {
        put("github.yaml", BY_HAND);
        Files.createSymbolicLink(directory.resolve("inside.yaml"), Path.of("github.yaml"));
        Files.writeString(root.resolve("secret"), BY_HAND);
        Files.createSymbolicLink(directory.resolve("outside.yaml"), root.resolve("secret"));
        Files.createSymbolicLink(directory.resolve("nowhere.yaml"), root.resolve("missing"));

        assertThat(store.find(ResourceKey.server("inside"))).isInstanceOf(Found.class);
        assertThat(problem(ResourceKey.server("outside"))).contains("leads out of the configuration directory");
        assertThat(problem(ResourceKey.server("nowhere"))).contains("link to a file that does not exist");
    }

    @Test
    void a_full_disk_leaves_the_old_file_and_no_rest() throws IOException {
        put("github.yaml", BY_HAND);
        var full = new FileDefinitionStore(config, AtomicFile.keepingRights().with((file, content) -> {
            Files.write(file, Arrays.copyOf(content, content.length / 2), StandardOpenOption.WRITE);
            throw new FileSystemException(file.toString(), null, "No space left on device");
        }));
        var before = found();

        assertThatThrownBy(() -> full.update(GITHUB, before, before.withSpec(Json.parseObject("{\"type\": \"sse\"}"))))
                .isInstanceOf(StoreFault.class)
                .hasMessage("failed to update the definition MCPServer/github: No space left on device");

        assertThat(directory.resolve("github.yaml")).hasContent(BY_HAND);
        assertThat(names()).containsExactly("github.yaml");
    }

    @Test
    void a_new_file_is_private_and_one_that_others_may_read_stays_so() throws IOException {
        store.create(GITHUB, Definition.of(GITHUB, Json.parseObject("{\"type\": \"stdio\"}")));
        var file = directory.resolve("github.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var before = found();
        store.update(GITHUB, before, before.withSpec(Json.parseObject("{\"type\": \"sse\"}")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    private Definition found() {
        return ((Found) store.find(GITHUB)).definition();
    }

    private String problem(ResourceKey key) {
        return DefinitionProblem.text(((Unreadable) store.find(key)).problems());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void put(String name, String text) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    }
}
