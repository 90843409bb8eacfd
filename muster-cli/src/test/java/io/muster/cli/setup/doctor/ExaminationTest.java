package io.muster.cli.setup.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.setup.FakeInstallation;
import io.muster.cli.setup.Installation;
import io.muster.cli.setup.Installation.Configuration;
import io.muster.cli.setup.Installation.Fault;
import io.muster.cli.setup.Installation.Probe;
import io.muster.cli.setup.Installation.Severity;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.doctor.RunningServer.Backend;
import io.muster.cli.setup.doctor.RunningServer.Contact;
import io.muster.cli.setup.doctor.RunningServer.Visit;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExaminationTest {
    private static final Duration SOME_TIME = Duration.ofMillis(7);
    private static final Contact ANSWERS = new Contact.Answers("muster-aggregator", "1.0", "2025-11-25", SOME_TIME);

    @TempDir
    Path home;

    private FakeInstallation installation;
    private final FakeServer server = new FakeServer();
    private int java = 25;

    @BeforeEach
    void set_up() throws IOException {
        installation = new FakeInstallation(Files.createDirectory(home.resolve("muster")));
        server.contact = ANSWERS;
    }

    @Test
    void a_good_set_up_has_nothing_to_do() throws InterruptedException {
        installation.configuration = new Configuration.Usable(List.of());
        installation.specs.put("github", JsonObject.EMPTY);
        server.backends = Optional.of(List.of(new Backend("github", "Running", "")));
        server.visits.put("github", new Visit.Answered("2025-06-18", Optional.of(12), SOME_TIME));

        var findings = examined();

        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly(
                        Code.RUNTIME_FIT,
                        Code.DIRECTORY_THERE,
                        Code.CONFIG_VALID,
                        Code.DEFINITION_VALID,
                        Code.CONTEXTS_ABSENT,
                        Code.ENDPOINT_ANSWERS,
                        Code.BACKEND_CONNECTED);
        assertThat(findings.getLast()).hasToString("ok    MUSTER-D401  github: revision 2025-06-18, 12 tools, 7 ms");
        assertThat(installation.probed).isEmpty();
    }

    @Test
    void an_old_runtime() throws InterruptedException {
        java = 21;

        assertThat(codes()).contains(Code.RUNTIME_OLD);
    }

    @Test
    void a_directory_that_is_missing_or_none() throws Exception {
        installation = new FakeInstallation(home.resolve("none"));
        assertThat(codes()).contains(Code.DIRECTORY_MISSING);

        installation = new FakeInstallation(Files.createFile(home.resolve("file")));
        assertThat(codes()).contains(Code.DIRECTORY_UNUSABLE);
    }

    @Test
    void a_configuration_that_is_odd_broken_or_absent() throws InterruptedException {
        assertThat(codes()).contains(Code.CONFIG_ABSENT);

        installation.configuration = new Configuration.Usable(List.of("line 3, column 1: unknown key"));
        assertThat(examined())
                .anySatisfy(finding -> assertThat(finding)
                        .isEqualTo(new Finding(Code.CONFIG_ODD, "config.yaml", "line 3, column 1: unknown key")));

        installation.configuration = new Configuration.Broken("line 1, column 1: must be a mapping");
        assertThat(codes()).contains(Code.CONFIG_BROKEN);
    }

    @Test
    void definitions_that_are_missing_odd_or_broken() throws InterruptedException {
        assertThat(codes()).contains(Code.DEFINITIONS_NONE);

        var odd = new Fault(Severity.WARNING, "mcpservers/a.yaml:3:1", "spec.urll", "unknown field");
        var broken = new Fault(Severity.ERROR, "mcpservers/a.yaml:4:8", "spec.url", "must be a URL");
        installation.broken.add(new Installation.Server("a", JsonObject.EMPTY, List.of(odd, broken)));
        assertThat(examined())
                .extracting(Finding::toString)
                .contains(
                        "warn  MUSTER-D202  a: mcpservers/a.yaml:3:1: spec.urll: unknown field  -> correct the named field",
                        "fail  MUSTER-D203  a: mcpservers/a.yaml:4:8: spec.url: must be a URL  -> correct the named place");
    }

    static List<Map.Entry<Contact, Code>> contacts() {
        return List.of(
                Map.entry(ANSWERS, Code.ENDPOINT_ANSWERS),
                Map.entry(new Contact.Silent(), Code.ENDPOINT_SILENT),
                Map.entry(new Contact.Strange("status: 500"), Code.ENDPOINT_STRANGE),
                Map.entry(new Contact.NeedsLogin(), Code.ENDPOINT_LOGIN),
                Map.entry(new Contact.Unknown("context \"x\" not found"), Code.ENDPOINT_UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("contacts")
    void the_endpoint(Map.Entry<Contact, Code> row) throws InterruptedException {
        server.contact = row.getKey();

        assertThat(codes()).contains(row.getValue());
    }

    @ParameterizedTest
    @CsvSource({
        "Connected, BACKEND_CONNECTED",
        "Running, BACKEND_CONNECTED",
        "Auth Required, BACKEND_LOGIN",
        "Failed, BACKEND_FAILED",
        "Stopped, BACKEND_STOPPED",
        "Disconnected, BACKEND_STOPPED",
        "Starting, BACKEND_PENDING",
        "Connecting, BACKEND_PENDING",
    })
    void a_backend_as_the_running_server_sees_it(String state, Code code) throws InterruptedException {
        server.backends = Optional.of(List.of(new Backend("github", state, "exit code 1")));

        assertThat(codes()).contains(code);
    }

    @Test
    void a_backend_that_is_connected_but_mute() throws InterruptedException {
        server.backends = Optional.of(List.of(new Backend("github", "Running", "")));
        server.visits.put("github", new Visit.Mute("no answer in time"));

        assertThat(examined().getLast())
                .hasToString("fail  MUSTER-D407  github: no answer in time"
                        + "  -> restart it: muster stop service github, muster start service github");
    }

    @Test
    void a_server_that_hides_what_is_behind_it_or_does_not_know_a_definition() throws InterruptedException {
        installation.specs.put("github", JsonObject.EMPTY);
        server.backends = Optional.empty();
        assertThat(codes()).contains(Code.BACKENDS_HIDDEN);

        server.backends = Optional.of(List.of());
        assertThat(codes()).contains(Code.BACKEND_UNLOADED);
    }

    @Test
    void without_a_running_server_each_usable_definition_is_probed() throws InterruptedException {
        server.contact = new Contact.Silent();
        for (var name : List.of("works", "login", "fails")) {
            installation.specs.put(name, JsonObject.EMPTY);
        }
        installation.broken.add(new Installation.Server(
                "broken", JsonObject.EMPTY, List.of(new Fault(Severity.ERROR, "", "", "is empty"))));
        installation.probes.put("works", new Probe.Works("s", "2", "2025-11-25", Optional.of(3), SOME_TIME));
        installation.probes.put("login", new Probe.NeedsLogin());

        assertThat(examined())
                .extracting(Finding::toString)
                .contains(
                        "ok    MUSTER-D411  works: s 2, revision 2025-11-25, 3 tools, 7 ms",
                        "fail  MUSTER-D413  fails: no such command"
                                + "  -> correct command, URL or environment of the definition");
        assertThat(codes()).contains(Code.PROBE_LOGIN);
        assertThat(installation.probed).doesNotContain("broken");
    }

    @Test
    void a_probe_can_be_asked_for() throws InterruptedException {
        installation.specs.put("github", JsonObject.EMPTY);

        new Examination(subject()).findings(true);

        assertThat(installation.probed).containsExactly("github");
    }

    @Test
    void contexts() throws Exception {
        var file = Files.createDirectories(home.resolve(".config/muster")).resolve("contexts.yaml");

        Files.writeString(file, "current-context: a\ncontexts:\n  - name: a\n    endpoint: http://x/mcp\n");
        assertThat(codes()).contains(Code.CONTEXTS_USABLE);

        Files.writeString(file, "current-context: b\ncontexts:\n  - name: a\n    endpoint: http://x/mcp\n");
        assertThat(codes()).contains(Code.CONTEXT_DANGLING);

        Files.writeString(file, "contexts: {");
        assertThat(codes()).contains(Code.CONTEXTS_BROKEN);
    }

    @Test
    void every_code_has_its_own_number_and_what_is_not_right_has_a_remedy() {
        assertThat(Arrays.stream(Code.values()).map(Code::id)).doesNotHaveDuplicates();
        var harmless = EnumSet.noneOf(Code.class);
        for (var code : Code.values()) {
            if (code.status() == Code.Status.OK) {
                harmless.add(code);
            }
            assertThat(code.remedy().isEmpty()).as(code.id()).isEqualTo(harmless.contains(code));
        }
    }

    private Set<Code> codes() throws InterruptedException {
        return Set.copyOf(examined().stream().map(Finding::code).toList());
    }

    private List<Finding> examined() throws InterruptedException {
        return new Examination(subject()).findings(false);
    }

    private Examination.Subject subject() {
        var around = new Surroundings(home, home, Surroundings.Platform.LINUX, Map.of("HOME", home.toString()));
        return new Examination.Subject("muster 1.2.3", java, installation, around, "http://localhost:8090/mcp", server);
    }

    private static final class FakeServer implements RunningServer {
        private Contact contact = ANSWERS;
        private Optional<List<Backend>> backends = Optional.of(List.of());
        private final Map<String, Visit> visits = new LinkedHashMap<>();

        @Override
        public Contact contact() {
            return contact;
        }

        @Override
        public Optional<List<Backend>> backends() {
            return backends;
        }

        @Override
        public Visit visit(String name) {
            return visits.getOrDefault(name, new Visit.NotOffered());
        }
    }
}
