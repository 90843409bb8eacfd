package io.muster.cli.servers;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The login to one server behind a Muster: Muster names a page, the person goes there, and Muster sees that it is done. */
public record SignIn(Scheduler scheduler, InstantSource clock) {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** By these words in its text the tool says that there is nothing to do; its result has no other place for that. */
    private static final List<String> CONNECTED = List.of(
            "Already Connected", "Successfully connected", "already authenticated", "does not require authentication");

    /** Shows a page to the person. */
    public interface Guide {
        void show(URI page) throws InterruptedException;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** There was nothing to do. */
        record Already() implements Outcome {}

        record Done() implements Outcome {}

        /** @param text why Muster does not begin it */
        record Refused(String text) implements Outcome {}

        /** Nobody has finished it in time; it may be finished later. */
        record Unfinished() implements Outcome {}
    }

    /** Goes through it, for at most two minutes. */
    public Outcome run(Session session, String server, String tool, Guide guide) throws InterruptedException {
        CallToolResult result;
        try {
            result = session.call(tool, JsonObject.of("server", server));
        } catch (StatusUnavailable e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
        var text = text(result);
        if (result.isError()) {
            return new Outcome.Refused(text.isBlank() ? tool + " failed without saying why" : text.strip());
        }
        if (CONNECTED.stream().anyMatch(text::contains)) {
            return new Outcome.Already();
        }
        var page = page(result, text);
        if (page.isEmpty()) {
            return new Outcome.Refused("auth tool did not return an auth URL");
        }
        guide.show(page.get());
        return isConnected(session, server) ? new Outcome.Done() : new Outcome.Unfinished();
    }

    private boolean isConnected(Session session, String server) throws InterruptedException {
        var deadline = Deadline.after(LIMIT, clock);
        while (!deadline.passed(clock.instant())) {
            try {
                if (session.status()
                        .find(server)
                        .filter(BackendStatus::isConnected)
                        .isPresent()) {
                    return true;
                }
            } catch (StatusUnavailable passing) {
                // Says nothing about the login; the limit of the whole holds.
            }
            TimedWait.pause(STEP, scheduler);
        }
        return false;
    }

    private static Optional<URI> page(CallToolResult result, String text) {
        return result.structuredContent()
                .flatMap(content -> content.text("authUrl"))
                .or(() -> object(text).flatMap(content -> content.text("auth_url")))
                .or(() -> text.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("http://") || line.startsWith("https://"))
                        .findFirst())
                .flatMap(SignIn::web);
    }

    private static Optional<URI> web(String text) {
        try {
            var page = new URI(text);
            var web = "https".equalsIgnoreCase(page.getScheme()) || "http".equalsIgnoreCase(page.getScheme());
            return web && page.getHost() != null ? Optional.of(page) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Json.parse(text) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }

    private static String text(CallToolResult result) {
        return result.content().stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(item -> ((JsonObject) item).text("text").stream())
                .collect(Collectors.joining("\n"));
    }
}
