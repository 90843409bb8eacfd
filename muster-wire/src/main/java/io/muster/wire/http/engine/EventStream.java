package io.muster.wire.http.engine;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ServerConnectionException;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.http.sse.SseWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open event stream of one client. The lock is held while an event is written: events of several threads must not
 * mix, and whoever sends to a slow client waits, which is the flow control of this stream.
 */
final class EventStream implements EventSink {
    private final OutputStream stream;
    private final ReentrantLock turn = new ReentrantLock();

    EventStream(OutputStream stream) {
        this.stream = stream;
        // Helidon holds the header back until there is content; the client shall learn at once that its stream is open.
        write(SseWriter.comment(""));
    }

    @Override
    public void send(ServerSentEvent event) {
        write(SseWriter.bytes(event));
    }

    @Override
    public void comment(String text) {
        write(SseWriter.comment(text));
    }

    private void write(byte[] bytes) {
        // Writing to a socket with the flag up would close it instead.
        var interrupted = Thread.interrupted();
        turn.lock();
        try {
            stream.write(bytes);
            stream.flush();
        } catch (IOException | UncheckedIOException | SocketWriterException | ServerConnectionException e) {
            throw new ClientGone(e);
        } finally {
            turn.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
