package io.muster.cli.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.bridge.Connections;
import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Destination.Transport;
import io.muster.cli.client.FakeEndpoint;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.http.SocketClient;
import io.muster.cli.repl.Place;
import io.muster.cli.repl.Places;
import io.muster.cli.repl.Repl;
import io.muster.wire.time.SystemScheduler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole session at a terminal that can nothing but print. */
@Timeout(60)
class TerminalSessionTest {
    private final SystemScheduler scheduler = new SystemScheduler();
    private final SocketClient http = new SocketClient(scheduler, SystemScheduler.clock());
    private final FakeEndpoint muster = new FakeEndpoint()
            .answering("list_tools", "[{\"name\":\"x_echo\",\"description\":\"Says\\u001b[2J it\"}]")
            .answering("describe_tool", "{\"inputSchema\":{\"properties\":{\"text\":{\"type\":\"string\"}}}}")
            .answering("x_echo", "hello\u001b[31m");
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        muster.close();
        http.close();
        scheduler.close();
    }

    @Test
    void commands_are_carried_out_line_by_line_without_escape_codes() throws Exception {
        session("list tools\ncall x_echo text=a\nbogus\n");

        assertThat(output.toString(StandardCharsets.UTF_8).replace("\r", ""))
                .contains("m > ")
                .contains("  1. x_echo - Says[2J it\n")
                .contains("Result:\nhello[31m\n")
                .contains("Error: unknown command: bogus.")
                .contains("Goodbye!")
                .doesNotContain("\u001b");
    }

    private void session(String input) throws IOException, InterruptedException {
        var terminal = new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                output,
                StandardCharsets.UTF_8);
        var start = new Destination(URI.create(muster.url()), Transport.STREAMABLE_HTTP, ServerConnector.ANONYMOUS);
        var options = new Repl.Options(
                new Place(start, Optional.empty()), OutputFormat.TABLE, Optional.empty(), false, false, false);
        try (var repl = new Repl(
                options,
                new TerminalScreen(terminal, true, Optional.empty()),
                new Connections("1.2.3", http, scheduler, SystemScheduler.clock(), new SplittableRandom(7)),
                new Places(Map.of(), endpoint -> start, (_, _) -> false))) {
            assertThat(repl.run()).isTrue();
        }
    }
}
