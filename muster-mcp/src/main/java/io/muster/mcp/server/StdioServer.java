package io.muster.mcp.server;

import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpError;
import io.muster.mcp.McpServer;
import io.muster.mcp.Revision;
import io.muster.mcp.server.legacy.LegacyPeer;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MCP over standard input and output: one message per line. One thread writes, whoever has something to say; nothing
 * else may write to the output.
 *
 * @param <P> the principal; the one who started the process
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio">MCP, stdio</a>
 */
public final class StdioServer<P> {
    private static final Logger log = LoggerFactory.getLogger(StdioServer.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final McpServer<P> server;
    private final P principal;
    private final SessionLimits limits;
    private final Scheduler scheduler;
    private final RandomGenerator random;

    public StdioServer(
            McpServer<P> server, P principal, SessionLimits limits, Scheduler scheduler, RandomGenerator random) {
        this.server = server;
        this.principal = principal;
        this.limits = limits;
        this.scheduler = scheduler;
        this.random = random;
    }

    /**
     * Serves until the input ends, lets calls in flight end for a moment, and returns when everything is written.
     *
     * @throws UncheckedIOException when the input cannot be read
     */
    public void serve(InputStream input, OutputStream output) throws InterruptedException {
        try (var peer = new LegacyPeer<>("stdio", principal, server, Revision.V2025_03_26, limits, random)) {
            var writer =
                    Thread.ofVirtual().name("mcp-stdout").start(() -> write(peer, new BufferedOutputStream(output)));
            try {
                read(peer, new LineReader(input, limits.maxLineBytes()));
                var impatience = scheduler.after(GRACE, peer::close);
                peer.awaitQuiet();
                impatience.cancel();
            } finally {
                peer.close();
                writer.join(GRACE);
            }
        }
    }

    private void read(LegacyPeer<P> peer, LineReader lines) throws InterruptedException {
        try {
            for (var line = lines.next(); line != LineReader.Line.END; line = lines.next()) {
                switch (line) {
                    case LineReader.Line.Text(var bytes) -> take(peer, bytes);
                    case LineReader.Line.Signal _ ->
                        peer.refuse(
                                JsonObject.EMPTY,
                                McpError.invalidRequest(
                                        "a message is longer than " + limits.maxLineBytes() + " bytes"));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("standard input cannot be read", broken);
        }
    }

    private static void take(LegacyPeer<?> peer, byte[] line) throws InterruptedException {
        JsonValue message;
        try {
            message = Json.parse(line);
        } catch (JsonException unreadable) {
            peer.refuse(JsonObject.EMPTY, McpError.of(McpError.PARSE_ERROR, "Parse error"));
            return;
        }
        peer.accept(message, TraceContext.NONE);
    }

    private static void write(LegacyPeer<?> peer, OutputStream output) {
        try {
            peer.drainTo(message -> writeLine(message, output));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException gone) {
            log.atInfo().log("the client no longer reads standard output");
            peer.close();
        }
    }

    private static void writeLine(JsonValue message, OutputStream output) {
        try {
            output.write(Json.line(message));
            output.write('\n');
            output.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
