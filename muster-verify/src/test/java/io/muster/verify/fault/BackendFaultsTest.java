package io.muster.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.Await;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.program.ToolAnswer;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two equal backends: what happens to the one must not be noticed by those who use the other. */
@Needs(Need.PROGRAM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackendFaultsTest {

    /** Two pings, 30 seconds after the first answer at the latest, and their patience. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(150);

    /** Until a child has read what it was told. */
    private static final Duration HEARD = Duration.ofSeconds(60);

    /** Of one call; the child must have started within it, too. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final Set<String> UP = Set.of("running");

    private final MusterProcess muster;
    private final HttpPeer peer;
    private final CompletableFuture<ToolAnswer> unread;

    BackendFaultsTest(Program program) {
        var troublemaker = JavaProgram.line(Troublemaker.class);
        var config = ConfigDirectory.create()
                .stdio("steady", troublemaker)
                .stdio("shaky", troublemaker)
                .stdio("deaf", troublemaker)
                .server("limited", ConfigDirectory.child(troublemaker).with("timeout", LIMIT.toSeconds()));
        this.muster = MusterProcess.start(
                        program,
                        config,
                        Map.of("MUSTER_MCPSERVER_INITIAL_BACKOFF", "1s", "MUSTER_ORCHESTRATOR_RETRY_INTERVAL", "1s"))
                .awaitServers("steady", "shaky", "deaf", "limited");
        this.peer = muster.aggregate();
        call("deaf", "stop_reading", "");
        // Begun here because it lasts until the pings of the backend are given up, and the other tests need not wait.
        this.unread = later("deaf", "echo", JsonObject.of("message", "x".repeat(1 << 20)));
    }

    @AfterAll
    void stop() {
        muster.close();
    }

    @Test
    void a_killed_child_fails_its_call_at_once_and_comes_back_by_itself() throws Exception {
        healed();
        var child = child("shaky");
        var elsewhere = later("steady", "slow", JsonObject.EMPTY.with("millis", 1500));
        var hanging = later("shaky", "hang", JsonObject.EMPTY);
        muster.until("call in the child", () -> call("shaky", "hung", "").text().equals("1"));

        child.destroyForcibly();
        // Sooner than a ping could find out.
        var failure = hanging.get(20, TimeUnit.SECONDS);

        assertThat(failure.isError()).isTrue();
        assertThat(failure.text()).contains("shaky");
        assertThat(elsewhere.get(30, TimeUnit.SECONDS).text()).isEqualTo("slow but sure");
        healed();
        assertThat(child("shaky").pid()).isNotEqualTo(child.pid());
    }

    @Test
    void a_child_that_exits_in_mid_call_fails_the_call_with_server_and_reason() {
        healed();

        var failure = call("shaky", "exit", "");

        assertThat(failure.isError()).isTrue();
        assertThat(failure.text()).startsWith("Tool execution failed:").contains("shaky");
        healed();
    }

    @Test
    void a_call_that_hangs_fails_when_its_time_is_up_and_the_backend_is_told() throws Exception {
        var hanging = later("limited", "hang", JsonObject.EMPTY);

        var failure = hanging.get(LIMIT.plusSeconds(5).toSeconds(), TimeUnit.SECONDS);

        assertThat(failure.isError()).isTrue();
        assertThat(failure.text()).isEqualTo("Tool execution failed: server limited: no answer within 8s");
        Await.until(
                "cancellation in the child",
                HEARD,
                () -> call("limited", "cancelled", "").text().equals("1"));
        assertThat(MusterProcess.state(peer, "limited")).isEqualTo("running");
    }

    @Test
    void garbage_on_standard_output_harms_nobody() {
        healed();

        assertThat(call("shaky", "garbage", "").text()).isEqualTo("after the garbage");
        assertThat(call("shaky", "echo", "still here").text()).isEqualTo("still here");
    }

    @Test
    void a_flood_on_standard_error_harms_nobody() {
        healed();
        var before = muster.log().length();

        assertThat(call("shaky", "flood_stderr", "").text()).isEqualTo("flooded");
        assertThat(muster.log().length() - before).isLessThan(1 << 20);
    }

    @Test
    void an_answer_of_ten_mebibytes_arrives_whole() {
        healed();

        var answer = peer.call("x_shaky_big", JsonObject.EMPTY.with("bytes", 10 << 20));

        assertThat(answer.text()).hasSize(10 << 20);
    }

    @Test
    void a_backend_that_stops_reading_is_given_up_and_started_anew() throws Exception {
        assertThat(call("steady", "echo", "unaffected").text()).isEqualTo("unaffected");

        var failure = unread.get(GIVEN_UP.toSeconds(), TimeUnit.SECONDS);

        assertThat(failure.isError()).isTrue();
        assertThat(failure.text()).startsWith("Tool execution failed:").contains("deaf");
        muster.awaitState(peer, "deaf", UP);
        assertThat(call("deaf", "echo", "again").text()).isEqualTo("again");
    }

    private void healed() {
        muster.until("answer of shaky", () -> call("shaky", "echo", "up").text().equals("up"));
    }

    /** The process of a server, which tells its id. */
    private ProcessHandle child(String server) {
        return ProcessHandle.of(Long.parseLong(call(server, "pid", "").text())).orElseThrow();
    }

    private ToolAnswer call(String server, String tool, String message) {
        return peer.call("x_" + server + "_" + tool, JsonObject.of("message", message));
    }

    private CompletableFuture<ToolAnswer> later(String server, String tool, JsonObject arguments) {
        return CompletableFuture.supplyAsync(
                () -> peer.call("x_" + server + "_" + tool, arguments), Thread::startVirtualThread);
    }
}
