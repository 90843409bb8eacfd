package io.muster.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that go away without a word. */
@Needs(Need.PROGRAM)
class ClientFaultsTest {
    private static final int CLIENTS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void a_thousand_clients_that_connect_and_vanish_leave_nothing_behind(Program program) {
        var config = ConfigDirectory.create().stdio("steady", JavaProgram.line(Troublemaker.class));
        try (var muster = MusterProcess.start(program, config).awaitServers("steady")) {
            crowd(muster, 50);
            var heapBefore = heapKibibytes(muster);

            crowd(muster, CLIENTS);
            // The next notification finds that they are gone; without one the next sign of life would, after 30 s.
            config.stdio("another", JavaProgram.line(Troublemaker.class));

            muster.until("end of their streams", () -> instances(muster, "wire.http.engine.EventStream") == 0);
            assertThat(heapKibibytes(muster) - heapBefore).isLessThan(CLIENTS * 20L);
            assertThat(newcomer(muster)).isEqualTo("welcome");
        }
    }

    /** Clients that begin a session and a stream at the same time and then drop their connections. */
    private static void crowd(MusterProcess muster, int clients) {
        var connections = IntStream.range(0, clients)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> attach(muster)))
                .toList();
        connections.stream().map(CompletableFuture::join).toList().forEach(ClientFaultsTest::drop);
    }

    /** Begins a session and opens its stream, on a connection of its own. */
    private static Socket attach(MusterProcess muster) {
        var session = session(muster);
        var socket = request(muster, """
                GET /mcp HTTP/1.1\r
                Host: localhost:%d\r
                Accept: text/event-stream\r
                Mcp-Session-Id: %s\r
                \r
                """.formatted(muster.config().port(), session));
        answer(socket);
        return socket;
    }

    private static String session(MusterProcess muster) {
        var hello = JsonObject.of("protocolVersion", "2025-11-25")
                .with("capabilities", JsonObject.EMPTY)
                .with("clientInfo", JsonObject.of("name", "vanishing").with("version", "1"));
        var initialize = JsonObject.of("jsonrpc", "2.0")
                .with("id", 1)
                .with("method", "initialize")
                .with("params", hello);
        try (var socket = post(muster, initialize)) {
            return answer(socket)
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("mcp-session-id:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket post(MusterProcess muster, JsonObject message) {
        var body = Json.text(message);
        return request(
                muster, """
                POST /mcp HTTP/1.1\r
                Host: localhost:%d\r
                Content-Type: application/json\r
                Accept: application/json, text/event-stream\r
                Content-Length: %d\r
                \r
                %s""".formatted(muster.config().port(), body.getBytes(StandardCharsets.UTF_8).length, body));
    }

    private static Socket request(MusterProcess muster, String text) {
        try {
            var socket = new Socket("localhost", muster.config().port());
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the first read brings: header, and perhaps the body. */
    private static String answer(Socket socket) {
        try {
            var buffer = new byte[8192];
            var length = socket.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resets the connection. */
    private static void drop(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String newcomer(MusterProcess muster) {
        HttpPeer peer = muster.aggregate();
        return peer.call("x_steady_echo", JsonObject.of("message", "welcome")).text();
    }

    /** Live objects of a class, after a full collection. */
    private static long instances(MusterProcess muster, String type) {
        return histogram(muster)
                .lines()
                .filter(line -> line.strip()
                        .split(" ")[line.strip().split(" ").length - 1]
                        .equals("io.muster." + type))
                .mapToLong(line -> column(line, 1))
                .sum();
    }

    private static long heapKibibytes(MusterProcess muster) {
        return histogram(muster)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> column(line, 2) / 1024)
                .sum();
    }

    private static long column(String line, int index) {
        return Long.parseLong(line.strip().split("\\s+")[index]);
    }

    private static String histogram(MusterProcess muster) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.in(Path.of("").toAbsolutePath(), jcmd, Long.toString(muster.pid()), "GC.class_histogram")
                .run(LIMIT)
                .output();
    }
}
