package io.muster.gateway.backend;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Prompt;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ResourceEntry;
import io.muster.mcp.Tool;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads what a backend offers, page by page. Pages, items, bytes and time are bounded, since a backend may hand out cursors
 * for ever. Where a list fails, the one that was read last stays; only if there is none, the pages that came count.
 */
public final class InventoryReader {
    static final int MAX_PAGES = 1_000;
    static final int MAX_ITEMS = 50_000;
    /** Of all lists together, pages as they came: room for ten thousand tools of three thousand characters each. */
    static final int MAX_MEBIBYTES = 32;

    private final McpClient client;
    private final Inventory before;
    private final Deadline deadline;
    private final List<String> warnings = new ArrayList<>();
    private long bytes;
    private boolean unanswered;

    private InventoryReader(McpClient client, Inventory before, Deadline deadline) {
        this.client = client;
        this.before = before;
        this.deadline = deadline;
    }

    /**
     * What was read.
     *
     * @param warning what could not be read, in words of the backend, too
     * @param unanswered whether something was not answered for a reason that may pass
     */
    public record Reading(Inventory inventory, Optional<String> warning, boolean unanswered) {
        /** The same with a warning that may be shown. */
        Reading withoutSecretsOf(Endpoint endpoint) {
            return new Reading(inventory, warning.map(text -> ErrorText.of(text, endpoint)), unanswered);
        }
    }

    /**
     * @param before what was read last
     * @throws McpTransportException when the connection is of no use any more
     */
    public static Reading read(McpClient client, Inventory before, Deadline deadline) throws InterruptedException {
        var reader = new InventoryReader(client, before, deadline);
        var inventory = reader.readAll();
        return new Reading(
                inventory,
                reader.warnings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reader.warnings)),
                reader.unanswered);
    }

    private Inventory readAll() throws InterruptedException {
        var hello = client.hello();
        return new Inventory(
                hello.offers("tools") ? list("tools/list", "tools", "name", Tool::new, before.tools()) : List.of(),
                hello.offers("resources")
                        ? list("resources/list", "resources", "uri", ResourceEntry::new, before.resources())
                        : List.of(),
                hello.offers("resources")
                        ? list(
                                "resources/templates/list",
                                "resourceTemplates",
                                "uriTemplate",
                                ResourceEntry::new,
                                before.resourceTemplates())
                        : List.of(),
                hello.offers("prompts")
                        ? list("prompts/list", "prompts", "name", Prompt::new, before.prompts())
                        : List.of());
    }

    private <T> List<T> list(String method, String member, String key, Function<JsonObject, T> lens, List<T> lastGood)
            throws InterruptedException {
        var items = new ArrayList<T>();
        try {
            readPages(method, member, key, page -> items.add(lens.apply(page)), items);
            return items;
        } catch (McpTransportException e) {
            if (isFinal(e.fault())) {
                throw e;
            }
            unanswered |= mayPass(e.fault());
            return settle(method, String.valueOf(e.getMessage()), items, lastGood);
        } catch (Incomplete e) {
            return settle(method, String.valueOf(e.getMessage()), items, lastGood);
        }
    }

    private <T> List<T> settle(String method, String reason, List<T> items, List<T> lastGood) {
        warnings.add("failed to list " + method.replace("/list", "").replace('/', ' ') + ": " + reason);
        return lastGood.isEmpty() ? items : lastGood;
    }

    private void readPages(String method, String member, String key, Consumer<JsonObject> sink, List<?> items)
            throws InterruptedException {
        var seen = new HashSet<String>();
        var cursor = Optional.<String>empty();
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            var page = page(method, cursor);
            weigh(page);
            for (var value : page.values(member)) {
                if (items.size() >= MAX_ITEMS) {
                    throw new Incomplete("more than " + MAX_ITEMS + " entries");
                }
                // An entry that cannot be addressed is of no use to anybody.
                if (value instanceof JsonObject entry && !entry.text(key, "").isEmpty()) {
                    sink.accept(entry);
                }
            }
            cursor = page.text("nextCursor").filter(next -> !next.isEmpty());
            if (cursor.isEmpty()) {
                return;
            }
            if (!seen.add(cursor.get())) {
                throw new Incomplete("the same cursor came twice");
            }
        }
        throw new Incomplete("more than " + MAX_PAGES + " pages");
    }

    /** An entry keeps its whole page in memory, whatever else that is made of. */
    private void weigh(JsonObject page) {
        bytes += Json.footprint(page);
        if (bytes > (long) MAX_MEBIBYTES << 20) {
            throw new Incomplete("more than " + MAX_MEBIBYTES + " MiB");
        }
    }

    private JsonObject page(String method, Optional<String> cursor) throws InterruptedException {
        var params = cursor.map(c -> JsonObject.of("cursor", c)).orElse(JsonObject.EMPTY);
        var call = new McpCall(Envelope.of(client.hello().revision()), method, params);
        return switch (client.call(call, ReplyChannel.NONE, deadline)) {
            case McpOutcome.Complete(var result) -> result;
            case McpOutcome.InputRequired _ -> throw new Incomplete("the server asked for input");
            // Many servers with resources know no templates and say so this way.
            case McpOutcome.Failed(var error)
            when error.code() == McpError.METHOD_NOT_FOUND && method.equals("resources/templates/list") ->
                JsonObject.EMPTY;
            case McpOutcome.Failed(var error) -> throw new Incomplete(error.message());
        };
    }

    /** Faults after which there is no point in going on. */
    private static boolean isFinal(Fault fault) {
        return switch (fault) {
            case Fault.Exited _, Fault.Closed _, Fault.SessionLost _, Fault.Unauthorized _, Fault.SpawnFailed _ -> true;
            case Fault.Forbidden _, Fault.HttpStatus _, Fault.Network _, Fault.TimedOut _, Fault.ProtocolViolation _ ->
                false;
        };
    }

    /** Faults that are no answer; whoever answers that he will not, is not asked again. */
    private static boolean mayPass(Fault fault) {
        return switch (fault) {
            case Fault.Network _, Fault.TimedOut _ -> true;
            case Fault.HttpStatus(var status) -> status >= 500 || status == 429 || status == 408;
            default -> false;
        };
    }

    /** A list ended before its end. */
    private static final class Incomplete extends RuntimeException {
        Incomplete(String reason) {
            super(reason);
        }
    }
}
