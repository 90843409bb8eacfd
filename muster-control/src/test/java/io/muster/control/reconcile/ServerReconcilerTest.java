package io.muster.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.definition.ResourceKey;
import io.muster.control.file.FileDefinitionStore;
import io.muster.control.file.FileStatusStore;
import io.muster.control.status.ServerState;
import io.muster.control.status.ServerStatus;
import io.muster.control.status.ServerStatuses;
import io.muster.gateway.backend.ServiceState;
import io.muster.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerReconcilerTest {
    private static final ResourceKey GITHUB = ResourceKey.server("github");
    private static final String STARTS = "spec: {type: stdio, command: x, autoStart: true}\n";

    @TempDir
    Path config;

    private final FakeServers live = new FakeServers();
    private final ManualTime time = new ManualTime();
    private final List<String> lines = new ArrayList<>();
    private ServerStatuses statuses;
    private ServerReconciler reconciler;

    @BeforeEach
    void set_up() throws IOException {
        Files.createDirectories(config.resolve("mcpservers"));
        statuses = new ServerStatuses(new FileStatusStore(config));
        reconciler = new ServerReconciler(
                new FileDefinitionStore(config),
                live,
                statuses,
                time,
                new DefinitionLog((server, text) -> lines.add(server + ": " + text)));
    }

    @Test
    void a_definition_with_auto_start_starts_and_the_file_stays_as_it_is() throws Exception {
        define(STARTS);

        assertThat(reconciler.reconcile(GITHUB)).isEqualTo(new Reconciled.Done());

        assertThat(live.actions()).containsExactly("github STARTED");
        assertThat(status().state()).isEqualTo(ServerState.RUNNING);
        assertThat(config.resolve("mcpservers/github.yaml")).hasContent(STARTS);
    }

    @Test
    void a_definition_without_auto_start_only_has_a_status() throws Exception {
        define("spec: {type: sse, url: 'http://localhost:1/'}\n");

        reconciler.reconcile(GITHUB);

        assertThat(live.all()).isEmpty();
        assertThat(status().state()).isEqualTo(ServerState.DISCONNECTED);
        assertThat(status().lastError()).isEmpty();
    }

    @Test
    void a_definition_that_is_gone_removes_the_backend_and_its_status() throws Exception {
        define(STARTS);
        reconciler.reconcile(GITHUB);
        Files.delete(config.resolve("mcpservers/github.yaml"));
        assertThat(reconciler.keys()).containsExactly(GITHUB);

        assertThat(reconciler.reconcile(GITHUB)).isEqualTo(new Reconciled.Done());

        assertThat(live.all()).isEmpty();
        assertThat(statuses.find("github")).isEmpty();
    }

    @Test
    void a_broken_file_leaves_the_last_good_definition_running_and_says_where_it_is_broken() throws Exception {
        define(STARTS);
        reconciler.reconcile(GITHUB);
        define("spec: {type: stdio\n");

        assertThat(reconciler.reconcile(GITHUB)).isInstanceOf(Reconciled.Invalid.class);

        assertThat(live.find("github").orElseThrow().state()).isEqualTo(ServiceState.RUNNING);
        assertThat(status().state()).isEqualTo(ServerState.RUNNING);
        assertThat(status().lastError().orElseThrow()).contains("mcpservers/github.yaml:2:1");
    }

    @Test
    void a_wrong_definition_leaves_the_last_good_one_running() throws Exception {
        define(STARTS);
        reconciler.reconcile(GITHUB);
        define("spec:\n  type: stdio\n  command: y\n  timeout: 1000\n");

        reconciler.reconcile(GITHUB);

        assertThat(live.actions()).containsExactly("github STARTED");
        assertThat(status().lastError())
                .contains("mcpservers/github.yaml:4:3: spec.timeout: must be between 1 and 300");
    }

    @Test
    void a_repaired_definition_clears_the_error() throws Exception {
        define("spec: {type: stdio\n");
        reconciler.reconcile(GITHUB);
        assertThat(status().state()).isEqualTo(ServerState.FAILED);
        define(STARTS);

        reconciler.reconcile(GITHUB);

        assertThat(status().lastError()).isEmpty();
        assertThat(status().state()).isEqualTo(ServerState.RUNNING);
    }

    @Test
    void a_server_that_a_person_stopped_stays_stopped() throws Exception {
        define(STARTS);
        reconciler.reconcile(GITHUB);
        live.become("github", ServiceState.STOPPED, Optional.empty());

        reconciler.reconcile(GITHUB);

        assertThat(live.find("github").orElseThrow().state()).isEqualTo(ServiceState.STOPPED);
        assertThat(status().state()).isEqualTo(ServerState.STOPPED);
    }

    @Test
    void auto_start_turned_off_stops_nothing() throws Exception {
        define(STARTS);
        reconciler.reconcile(GITHUB);
        define(STARTS.replace("true", "false"));

        reconciler.reconcile(GITHUB);

        assertThat(live.find("github").orElseThrow().state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void a_broken_file_is_told_once_and_again_when_it_is_broken_otherwise_or_anew() throws Exception {
        define(STARTS);
        reconciler.reconcile(GITHUB);
        define("spec: {type: stdio}\n");
        reconciler.reconcile(GITHUB);
        live.become("github", ServiceState.STOPPED, Optional.empty());
        reconciler.reconcile(GITHUB);
        var missing = "github: invalid definition, the last good one goes on running: "
                + "mcpservers/github.yaml:1:1: spec.command: command is required for stdio type";
        assertThat(lines).hasSize(1);

        define("spec: {type: stdio, comand: python3}\n");
        reconciler.reconcile(GITHUB);
        reconciler.reconcile(GITHUB);
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).contains("comand: unknown field; did you mean 'command'?");

        define(STARTS);
        reconciler.reconcile(GITHUB);
        define("spec: {type: stdio}\n");
        reconciler.reconcile(GITHUB);
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).isEqualTo(missing).isEqualTo(lines.getLast());
    }

    @Test
    void a_broken_file_is_told_after_a_restart_though_its_status_is_known() throws Exception {
        define("spec: {type: stdio}\n");
        reconciler.reconcile(GITHUB);

        set_up();
        reconciler.reconcile(GITHUB);

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("github: invalid definition: mcpservers/github.yaml"));
    }

    @Test
    void what_is_odd_about_a_definition_is_told_at_first_sight_and_when_it_changes() throws Exception {
        define("spec:\n  type: stdio\n  command: x\n  comand: y\n");
        reconciler.reconcile(GITHUB);
        reconciler.reconcile(GITHUB);
        var odd = "github: mcpservers/github.yaml:4:3: spec.comand: unknown field; did you mean 'command'?";
        assertThat(lines).containsExactly(odd);

        define("spec:\n  type: stdio\n  command: z\n  comand: y\n");
        reconciler.reconcile(GITHUB);
        assertThat(lines).containsExactly(odd, odd);

        define("spec:\n  type: stdio\n  command: z\n  comand: y\n  zzz: y\n");
        reconciler.reconcile(GITHUB);
        assertThat(lines).hasSize(4).last().asString().contains(":5:3: spec.zzz: unknown field");
        assertThat(live.actions()).hasSize(4).containsOnly("github NOTHING");
    }

    @Test
    void a_file_that_is_no_definition_because_of_its_name_is_told_once_and_again_when_it_changes() throws Exception {
        var file = config.resolve("mcpservers/Foo_Bar.yml");
        Files.writeString(file, STARTS);
        Files.writeString(config.resolve("mcpservers/mcp-aggregator.yaml"), STARTS);

        assertThat(reconciler.keys()).isEmpty();
        assertThat(reconciler.keys()).isEmpty();
        assertThat(lines)
                .satisfiesExactly(
                        foo -> assertThat(foo)
                                .startsWith(
                                        "Foo_Bar: invalid definition: mcpservers/Foo_Bar.yml: name must be at most"),
                        own -> assertThat(own)
                                .isEqualTo("mcp-aggregator: invalid definition: mcpservers/mcp-aggregator.yaml: "
                                        + "name must not be mcp-aggregator, which is Muster itself"));

        reconciler.misnamed("mcpservers/Foo_Bar.yml");
        reconciler.keys();
        assertThat(lines).hasSize(3).last().isEqualTo(lines.getFirst());

        Files.delete(file);
        reconciler.keys();
        Files.writeString(file, STARTS);
        reconciler.keys();
        assertThat(lines).hasSize(4).last().isEqualTo(lines.getFirst());
    }

    @Test
    void a_status_without_a_definition_is_removed() throws Exception {
        var left = config.resolve(".state/mcpservers/github.json");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "{\"state\":\"Running\"}");
        Files.writeString(left.resolveSibling("Foo_Bar.json"), "{}");

        assertThat(reconciler.keys()).containsExactly(GITHUB);
        reconciler.reconcile(GITHUB);

        assertThat(left).doesNotExist();
        assertThat(reconciler.keys()).isEmpty();
    }

    private ServerStatus status() {
        return statuses.find("github").orElseThrow();
    }

    private void define(String text) throws IOException {
        Files.writeString(config.resolve("mcpservers/github.yaml"), text);
    }
}
