package io.muster.cli.bridge;

import io.muster.cli.servers.BackendStatus;
import io.muster.cli.servers.ClientSession;
import io.muster.cli.servers.StatusUnavailable;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.client.McpClient;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The servers behind Muster that wait for a login of the person: looked for now and then, and told with the results of tools.
 * Programs are told with every result, the model only when there is news, or after a while. Thread-safe.
 */
final class MissingLogins implements AutoCloseable {
    static final String META = "giantswarm.io/auth_required";

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(10);

    private final Supplier<Link> link;
    private final InstantSource clock;
    private final Scheduler.Timer looks;
    private volatile List<BackendStatus> missing = List.of();
    private List<String> told = List.of();
    private Instant again = Instant.EPOCH;

    MissingLogins(Supplier<Link> link, Scheduler scheduler, InstantSource clock) {
        this.link = link;
        this.clock = clock;
        this.looks = scheduler.every(BETWEEN_LOOKS, this::lookSoon);
    }

    /** Looks without keeping anybody waiting. */
    void lookSoon() {
        if (link.get() instanceof Link.Up(var client)) {
            Thread.ofVirtual().name("bridge-auth-status").start(() -> look(client));
        }
    }

    private void look(McpClient client) {
        try {
            missing = new ClientSession(client, clock).status().loginPossible();
        } catch (StatusUnavailable unknown) {
            // Nothing follows from that; the next look is soon.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The result of a tool with what is missing; everything else as it is. */
    McpOutcome toldWith(McpCall call, McpOutcome outcome) {
        var waiting = missing;
        return !waiting.isEmpty()
                        && call.method().equals("tools/call")
                        && outcome instanceof McpOutcome.Complete(var result)
                ? new McpOutcome.Complete(told(result, waiting))
                : outcome;
    }

    private JsonObject told(JsonObject result, List<BackendStatus> waiting) {
        var entries = JsonArray.of(waiting.stream().map(MissingLogins::entry).toList());
        var meta = result.object("_meta").orElse(JsonObject.EMPTY).with(META, entries);
        var marked = result.with("_meta", meta);
        if (!isNews(waiting.stream().map(BackendStatus::name).toList())) {
            return marked;
        }
        var content = new ArrayList<>(result.values("content"));
        content.add(JsonObject.of("type", "text").with("text", text(waiting)));
        return marked.with("content", JsonArray.of(content));
    }

    private synchronized boolean isNews(List<String> names) {
        var now = clock.instant();
        if (names.equals(told) && now.isBefore(again)) {
            return false;
        }
        told = names;
        again = now.plus(BETWEEN_WORDS);
        return true;
    }

    private static JsonObject entry(BackendStatus server) {
        return JsonObject.builder()
                .put("server", server.name())
                .putTextIfPresent("issuer", server.issuer())
                .putTextIfPresent("scope", server.json().text("scope"))
                .putTextIfPresent("auth_tool", server.authTool())
                .build();
    }

    private static String text(List<BackendStatus> waiting) {
        var text = new StringBuilder("\n---\nAuthentication Required:\n");
        waiting.forEach(server -> text.append("- ")
                .append(server.name())
                .append(": call '")
                .append(server.authTool().orElse(""))
                .append("' with server='")
                .append(server.name())
                .append("' to sign in\n"));
        byIssuer(waiting).values().stream()
                .filter(names -> names.size() > 1)
                .forEach(names -> text.append("Signing in to one of ")
                        .append(String.join(", ", names))
                        .append(" signs in to all of them.\n"));
        return text.toString();
    }

    private static Map<String, List<String>> byIssuer(List<BackendStatus> waiting) {
        return waiting.stream()
                .filter(server -> server.issuer().isPresent())
                .collect(Collectors.groupingBy(
                        server -> server.issuer().orElseThrow(),
                        TreeMap::new,
                        Collectors.mapping(BackendStatus::name, Collectors.toList())));
    }

    @Override
    public void close() {
        looks.cancel();
    }
}
