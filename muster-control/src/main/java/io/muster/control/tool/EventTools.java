package io.muster.control.tool;

import io.muster.control.event.Event;
import io.muster.control.event.EventFilter;
import io.muster.control.event.EventJournal;
import io.muster.control.event.EventQuery;
import io.muster.gateway.tool.ToolProvider;
import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tool {@code core_events}: what happened to backends and workflows, and on request a stream of what happens next.
 * Each client channel has at most one stream; a new one replaces the old, and it ends with the channel.
 */
public final class EventTools implements ToolProvider {
    private static final Logger log = LoggerFactory.getLogger(EventTools.class);
    private static final String NOTIFICATION = "notifications/muster/event";
    private static final int DEFAULT_LIMIT = 50;

    private final EventJournal journal;
    private final EventTimes times;
    private final Map<String, EventFollow> follows = new ConcurrentHashMap<>();

    /** A moment that cannot be read. */
    private static final class BadTime extends RuntimeException {
        BadTime(String argument, String value) {
            super("Invalid '" + argument + "' time format: unsupported time format '" + value + "'. Supported formats: "
                    + EventTimes.FORMATS);
        }
    }

    /** @param zone of the moments in results */
    public EventTools(EventJournal journal, InstantSource clock, ZoneId zone) {
        this.journal = journal;
        this.times = new EventTimes(clock, zone);
    }

    @Override
    public List<Tool> tools(Caller caller) {
        return List.of(ToolSchema.of("core_events", "List events of MCP servers and workflows, newest first")
                .optional("resourceType", "string", "Filter by kind: MCPServer or Workflow")
                .optional("resourceName", "string", "Filter by name")
                .optional("namespace", "string", "Filter by namespace")
                .optional("eventType", "string", "Filter by type: Normal or Warning")
                .optional("since", "string", "Only events after this time: " + EventTimes.FORMATS + "; UTC")
                .optional("until", "string", "Only events before this time: " + EventTimes.FORMATS + "; UTC")
                .optional(
                        "limit",
                        "number",
                        "At most so many, the newest (0 for all, of which an answer has " + EventQuery.MOST
                                + " at most)",
                        JsonNumber.of((long) DEFAULT_LIMIT))
                .optional(
                        "follow",
                        "boolean",
                        "Also send new events of this kind as notifications from now on",
                        JsonBoolean.FALSE)
                .build());
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply)
            throws InterruptedException {
        try {
            var query = query(arguments);
            var events = arguments.isTrue("follow") ? follow(query, reply.client()) : journal.query(query);
            var list = JsonArray.of(events.stream().map(this::entry).toList());
            return CallToolResult.text(Json.text(list, JsonFormat.COMPACT));
        } catch (BadTime e) {
            return CallToolResult.failure(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            log.atWarn().setCause(e).log("events cannot be read");
            return CallToolResult.failure("Failed to query events: " + e.getMessage());
        }
    }

    private EventQuery query(JsonObject arguments) {
        var filter = new EventFilter(
                given(arguments, "resourceType"),
                given(arguments, "resourceName"),
                given(arguments, "namespace"),
                given(arguments, "eventType"));
        return new EventQuery(filter, time(arguments, "since"), time(arguments, "until"), limit(arguments));
    }

    private static Optional<String> given(JsonObject arguments, String name) {
        return arguments.text(name).filter(text -> !text.isEmpty());
    }

    private Optional<Instant> time(JsonObject arguments, String name) {
        return given(arguments, name).map(text -> times.parse(text).orElseThrow(() -> new BadTime(name, text)));
    }

    private static int limit(JsonObject arguments) {
        if (!(arguments.get("limit").orElse(null) instanceof JsonNumber number)) {
            return DEFAULT_LIMIT;
        }
        double limit = number.doubleValue();
        if (limit == 0) {
            return EventQuery.MOST;
        }
        return limit < 1 ? DEFAULT_LIMIT : (int) Math.min(limit, EventQuery.MOST);
    }

    private List<Event> follow(EventQuery query, ClientChannel channel) throws InterruptedException {
        if (channel.id().isEmpty()) {
            log.atWarn().log("events cannot be followed: the client has no stream to send them on");
            return journal.query(query);
        }
        var follow =
                new EventFollow(query, event -> channel.offer(Message.Notification.of(NOTIFICATION, entry(event))));
        var replaced = follows.put(channel.id(), follow);
        if (replaced == null) {
            channel.onClose(() -> end(channel.id()));
        } else {
            replaced.end();
        }
        follow.endsWith(journal.follow(query.filter(), follow::hear));
        try {
            var listed = journal.query(query);
            follow.release(listed);
            return listed;
        } catch (InterruptedException | RuntimeException e) {
            follow.end();
            throw e;
        }
    }

    private void end(String channel) {
        var follow = follows.remove(channel);
        if (follow != null) {
            follow.end();
        }
    }

    private JsonObject entry(Event event) {
        var entry = JsonObject.builder();
        if (event.count() > 1) {
            entry.put("count", event.count());
        }
        return entry.put("message", event.message())
                .put("namespace", event.subject().namespace())
                .put("reason", event.reason())
                .put("resource_name", event.subject().name())
                .put("resource_type", event.subject().kind())
                .put("time", times.withOffset(event.time()))
                .put("timestamp", times.text(event.time()))
                .put("type", event.type().word())
                .build();
    }
}
