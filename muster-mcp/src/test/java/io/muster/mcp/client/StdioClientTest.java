package io.muster.mcp.client;

import static io.muster.mcp.client.RecordingListener.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.process.ChildLimits;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes, time moved by hand. */
class StdioClientTest {
    private static final int MAX_MESSAGE = 1 << 20;

    private final ManualTime time = new ManualTime();
    private final RecordingListener listener = new RecordingListener();
    private final List<McpClient> opened = new ArrayList<>();

    private static final OutboundClient NO_HTTP = new OutboundClient() {
        @Override
        public OutboundResponse send(OutboundRequest request) {
            throw new IllegalStateException();
        }

        @Override
        public void close() {}
    };

    @AfterEach
    void close_all() throws InterruptedException {
        for (var client : opened) {
            closeWhileTimePasses(client);
        }
    }

    private TransportConnector connector() {
        var child = ChildLimits.DEFAULT;
        var limits = new ClientLimits(
                MAX_MESSAGE,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                new ChildLimits(
                        MAX_MESSAGE,
                        3,
                        child.maxQueuedBytes(),
                        child.inputGrace(),
                        child.terminateGrace(),
                        child.killGrace(),
                        child.drainGrace()),
                name -> !name.equals("HOME"));
        return new TransportConnector(NO_HTTP, time, time, new Random(), "1.2.3", limits);
    }

    private static ServerAddress.Stdio child(String mode, Map<String, String> environment) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = Path.of(ScriptedChild.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return new ServerAddress.Stdio(
                java,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        classes.toString(),
                        ScriptedChild.class.getName(),
                        mode),
                environment);
    }

    private McpClient open(String mode) throws InterruptedException {
        var client = connector().connect(child(mode, Map.of("GREETING", "hello")), listener, Deadline.NONE);
        opened.add(client);
        return client;
    }

    private static InFlight call(McpClient client, String tool, String argument, String... capabilities) {
        return call(client, tool, argument, ReplyChannel.NONE, capabilities);
    }

    private static InFlight call(
            McpClient client, String tool, String argument, ReplyChannel reply, String... capabilities) {
        return InFlight.call(
                client, InFlight.tool(tool, "{\"arg\":\"" + argument + "\"}", capabilities), reply, Deadline.NONE);
    }

    private void closeWhileTimePasses(McpClient client) throws InterruptedException {
        var closing = Thread.startVirtualThread(client::close);
        for (int i = 0; i < 600 && !closing.join(Duration.ofMillis(50)); i++) {
            time.advance(Duration.ofMillis(500));
        }
        Eventually.ended("closing", closing);
    }

    private void assertGone(long pid) {
        whileTimePasses("process " + pid + " ends", () -> ProcessHandle.of(pid).isEmpty() || isZombie(pid));
    }

    private void assertNoChildIsLeft() {
        whileTimePasses("all children end", () -> scripted().isEmpty());
    }

    /**
     * Who closes a child may give up waiting before the system has ended it, since time that is moved by hand does not
     * wait for a slow machine; the ending goes on as long as time does.
     */
    private void whileTimePasses(String what, BooleanSupplier condition) {
        Eventually.until(what, () -> {
            time.advance(Duration.ofMillis(100));
            return condition.getAsBoolean();
        });
    }

    private static ProcessHandle onlyChild() {
        Eventually.until("one child is left", () -> scripted().size() == 1);
        return scripted().getFirst();
    }

    private static List<ProcessHandle> scripted() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(ScriptedChild.class.getName()))
                .toList();
    }

    /** In a container without an init process nobody collects orphans. */
    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat"), UTF_8).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void calls_survive_noise_on_both_outputs_and_oversized_answers() throws Exception {
        var client = open("serve");
        var alice = RecordingReply.of("alice");

        var echo = call(client, "echo", "é\\n\\u2028");
        assertThat(echo.result().object("echo").orElseThrow().text("method")).contains("tools/call");
        assertThat(call(client, "env", "GREETING").result().text("value")).contains("hello");
        assertThat(call(client, "env", "HOME").result().text("value")).contains("null");
        assertThat(call(client, "garbage", "").result().isTrue("survived")).isTrue();
        assertThat(call(client, "flood", "").result().isEmpty()).isTrue();
        var waiting = call(client, "hang", "");
        var huge = call(client, "huge", String.valueOf(MAX_MESSAGE));
        assertThat(huge.failure()).hasMessageContaining("exceeds " + MAX_MESSAGE + " bytes");
        assertThat(huge.failure().fault()).isInstanceOf(Fault.ProtocolViolation.class);
        assertThat(waiting.isDone()).isFalse();
        waiting.interrupt();
        assertThat(waiting.thrown()).isInstanceOf(InterruptedException.class);
        assertThat(call(client, "ask", "", alice, "elicitation")
                        .result()
                        .object("result")
                        .orElseThrow()
                        .text("from"))
                .contains("alice");
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void a_child_killed_in_the_middle_of_a_call_fails_that_call_at_once() throws Exception {
        var client = open("serve");
        var orphan = call(client, "orphan", "").result().integer("pid").orElseThrow();
        var alice = RecordingReply.of("alice");
        var call = call(client, "hang", "", alice);
        next(alice.notifications);

        onlyChild().destroyForcibly();

        assertThat(call.failure().fault()).isEqualTo(new Fault.Exited(137));
        assertThat(call.failure().mayHaveRun()).isTrue();
        assertThat(next(listener.disconnections).fault()).isEqualTo(new Fault.Exited(137));
        closeWhileTimePasses(client);
        assertGone(orphan);
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void a_child_that_exits_takes_its_last_answer_along_and_says_why() throws Exception {
        var answering = open("serve");
        assertThat(call(answering, "last", "").result().isTrue("last")).isTrue();
        assertThat(next(listener.disconnections).fault()).isEqualTo(new Fault.Exited(0));

        var failing = open("serve");
        var call = call(failing, "exit", "5");

        assertThat(call.failure()).hasMessageContaining("exited with code 5").hasMessageContaining("giving up");
        assertThat(next(listener.disconnections).fault()).isEqualTo(new Fault.Exited(5));
    }

    @Test
    void a_child_that_fails_during_the_handshake_is_reported_without_its_secrets() {
        assertThatThrownBy(() ->
                        connector().connect(child("crash", Map.of("TENANT", "tenant-4711")), listener, Deadline.NONE))
                .isInstanceOfSatisfying(
                        McpTransportException.class, e -> assertThat(e.fault()).isEqualTo(new Fault.Exited(3)))
                .hasMessageContaining("cannot start")
                .hasMessageNotContainingAny("abcdef123456", "tenant-4711");
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void a_child_that_never_answers_the_handshake_is_stopped_at_the_deadline() throws Exception {
        var deadline = Deadline.after(Duration.ofSeconds(10), time);
        var failure = new CompletableFuture<Throwable>();
        var connecting = Thread.startVirtualThread(() -> {
            try {
                connector().connect(child("silent", Map.of()), listener, deadline);
            } catch (InterruptedException | RuntimeException e) {
                failure.complete(e);
            }
        });

        for (int i = 0; i < 600 && !connecting.join(Duration.ofMillis(50)); i++) {
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(Eventually.result("the failure", failure))
                .isInstanceOfSatisfying(
                        McpTransportException.class, e -> assertThat(e.fault()).isInstanceOf(Fault.TimedOut.class));
        assertNoChildIsLeft();
    }

    @Test
    void a_child_that_stops_reading_fails_its_own_calls_and_blocks_nobody() throws Exception {
        var client = open("serve");
        call(client, "stopreading", "").result();
        var large = "x".repeat(300_000);
        var calls = new ArrayList<InFlight>();
        var deadline = Deadline.after(Duration.ofSeconds(5), time);
        for (int i = 0; i < 3; i++) {
            calls.add(InFlight.call(
                    client, InFlight.tool("echo", "{\"arg\":\"" + large + "\"}"), ReplyChannel.NONE, deadline));
        }
        Eventually.until("three calls wait", () -> time.waiting() == 3);

        time.advance(Duration.ofSeconds(5));

        for (var call : calls) {
            assertThat(call.failure().fault()).isInstanceOf(Fault.TimedOut.class);
        }
        // Only the one that was begun can have been seen.
        assertThat(calls.stream().filter(StdioClientTest::mayHaveRun)).hasSizeLessThanOrEqualTo(1);
        closeWhileTimePasses(client);
        assertNoChildIsLeft();
    }

    private static boolean mayHaveRun(InFlight call) {
        try {
            return call.failure().mayHaveRun();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closing_stops_a_stubborn_child_and_all_that_came_of_it() throws Exception {
        var others = pumps();
        var client = open("stubborn");
        var grandchild = call(client, "grandchild", "").result().integer("pid").orElseThrow();
        var orphan = call(client, "orphan", "").result().integer("pid").orElseThrow();
        var waiting = call(client, "hang", "");
        var pumps = pumps();
        pumps.removeAll(others);

        closeWhileTimePasses(client);

        assertThat(pumps).hasSize(3);
        assertThat(waiting.failure().fault()).isInstanceOf(Fault.Closed.class);
        assertGone(grandchild);
        assertGone(orphan);
        assertNoChildIsLeft();
        for (var pump : pumps) {
            Eventually.ended(pump.getName(), pump);
        }
        assertThat(listener.disconnections).isEmpty();
    }

    private static Set<Thread> pumps() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("std"))
                .collect(Collectors.toSet());
    }

    @Test
    void what_cannot_be_started_says_why(@TempDir Path directory) throws IOException {
        var plain = Files.writeString(directory.resolve("server"), "not a program");

        assertThatThrownBy(() -> connect("no-such-command-here"))
                .isInstanceOfSatisfying(
                        McpTransportException.class, e -> assertThat(e.fault()).isInstanceOf(Fault.SpawnFailed.class))
                .hasMessageContaining("command not found")
                .hasMessageContaining("executable file not found");
        assertThatThrownBy(() -> connect(directory.resolve("absent").toString()))
                .hasMessageContaining("command not found");
        assertThatThrownBy(() -> connect(plain.toString())).hasMessageContaining("permission denied");
    }

    private void connect(String command) throws InterruptedException {
        connector().connect(new ServerAddress.Stdio(command, List.of(), Map.of()), listener, Deadline.NONE);
    }
}
