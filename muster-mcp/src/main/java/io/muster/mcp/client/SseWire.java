package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.http.Headers;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * HTTP+SSE of revision 2024-11-05: one event stream, which lives as long as the connection, and a POST per message to
 * the address that the stream names first.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse">Transports, HTTP
 *     with SSE</a>
 */
final class SseWire implements Wire {
    private final URI url;
    private final HttpLine line;
    private final ClientLimits limits;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();
    private final Map<PendingCall, HttpTask> posts = new ConcurrentHashMap<>();
    private volatile @Nullable HttpTask stream;

    SseWire(
            ServerAddress.Sse address,
            OutboundClient http,
            ClientLimits limits,
            Scheduler scheduler,
            InstantSource clock) {
        this.url = address.url();
        this.line = new HttpLine(http, address.headers());
        this.limits = limits;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public void open(Inbox inbox, Deadline deadline) throws InterruptedException {
        var task = HttpTask.of("mcp-sse", self -> read(self, inbox, deadline));
        stream = task;
        task.start();
        if (!TimedWait.await(endpoint, deadline.left(clock.instant()), scheduler)) {
            throw Faults.timedOut(false);
        }
        address();
    }

    private void read(HttpTask self, Inbox inbox, Deadline deadline) throws InterruptedException {
        McpTransportException end = Faults.broken("the server ended the event stream");
        try (var response = self.hold(line.get(url, Headers.EMPTY, Optional.empty(), deadline))) {
            if (!HttpLine.isSuccess(response)) {
                throw HttpLine.refused(response, HttpLine.errorBody(response), false);
            }
            if (!HttpLine.isEventStream(response)) {
                throw Faults.violation("the server answered HTTP " + response.status() + " without an event stream");
            }
            new EventFeed(limits.maxMessageBytes()).read(response.body(), event -> accept(event, inbox));
        } catch (IOException e) {
            end = Faults.broken(e);
        } catch (RuntimeException e) {
            end = Faults.unexpected(e);
        }
        endpoint.completeExceptionally(end);
        inbox.ended(end);
    }

    private void accept(ServerSentEvent event, Inbox inbox) {
        if (event.type().orElse("").equals("endpoint")) {
            if (!endpoint.isDone()) {
                endpoint.complete(resolve(event.text()));
            }
        } else if (EventFeed.isMessage(event)) {
            inbox.received(event.data(), Optional.empty());
        }
    }

    /** The address for messages. Credentials go there, so it must not lead elsewhere. */
    private URI resolve(String reference) {
        try {
            var resolved = url.resolve(reference.strip());
            if (origin(resolved).equals(origin(url))) {
                return resolved;
            }
        } catch (IllegalArgumentException e) {
            throw Faults.violation("the server's endpoint event holds no address", e);
        }
        throw Faults.violation("the server's endpoint event leads to another origin");
    }

    private static String origin(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    @Override
    public void request(PendingCall call) {
        var task = HttpTask.of("mcp-call", self -> {
            try {
                call.departs();
                send(call.request(), call.deadline());
            } catch (RuntimeException e) {
                call.fail(Faults.unexpected(e));
            }
        });
        posts.put(call, task);
        task.start();
    }

    @Override
    public void release(PendingCall call) {
        var task = posts.remove(call);
        if (task != null && !call.isAnswered()) {
            task.stop();
        }
    }

    @Override
    public void send(Message message, Deadline deadline) throws InterruptedException {
        try (var response = line.post(address(), message, Headers.EMPTY, deadline)) {
            if (!HttpLine.isSuccess(response)) {
                throw HttpLine.refused(response, HttpLine.errorBody(response), true);
            }
        }
    }

    private URI address() {
        try {
            return endpoint.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof McpTransportException cause ? cause : e;
        }
    }

    @Override
    public void agreed(Revision revision) {}

    @Override
    public void listen(Deadline deadline) {}

    @Override
    public void close() {
        endpoint.completeExceptionally(Faults.closed());
        var task = stream;
        if (task != null) {
            task.stop();
        }
    }
}
