package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.bridge.TalkingServer;
import io.muster.wire.json.Json;
import io.muster.wire.time.SystemScheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentCommandTest {
    @Test
    void as_an_mcp_server_the_process_speaks_nothing_but_the_protocol_and_ends_with_its_input() throws Exception {
        try (var scheduler = new SystemScheduler();
                var server = new TalkingServer(scheduler)) {
            var process =
                    start("agent", "--mcp-server", "--endpoint", server.uri().toString());
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                say(
                        process,
                        "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-06-18'}}");
                say(process, "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'echo','arguments':{}}}");

                assertThat(hear(output)).contains("\"muster-agent\"", "\"protocolVersion\":\"2025-06-18\"");
                assertThat(answer(output)).contains("\"id\":1", "{\"name\":\"echo\",\"arguments\":{}}");

                process.getOutputStream().close();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(output.readLine()).isNull();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** The next answer: where the connection took its time, the process says before that its lists have changed. */
    private static String answer(BufferedReader output) throws IOException {
        var line = hear(output);
        while (line.contains("list_changed")) {
            line = hear(output);
        }
        return line;
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                AgentProcess.class.getName());
        command.command().addAll(List.of(arguments));
        return command.redirectError(Redirect.DISCARD).start();
    }

    private static void say(Process process, String message) throws IOException {
        var input = process.getOutputStream();
        input.write((message.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** The next line, which must be a message. */
    private static String hear(BufferedReader output) throws IOException {
        var line = output.readLine();
        assertThat(Json.parseObject(line).text("jsonrpc")).contains("2.0");
        return line;
    }
}
