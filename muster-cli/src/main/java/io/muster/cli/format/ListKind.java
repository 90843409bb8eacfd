package io.muster.cli.format;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a list is a list of: decides which columns are worth their room. The first kind that matches counts.
 *
 * @param matches whether a row belongs to it
 * @param priority the columns to show first
 * @param extra the columns to show after those when there is more room
 * @param max how many columns a table has
 * @param details members that only a wide table shows
 * @param titled whether the name of the thing comes first
 */
record ListKind(
        Predicate<JsonObject> matches,
        List<String> priority,
        List<String> extra,
        int max,
        Set<String> details,
        boolean titled) {
    private static final int WIDE_MAX = 10;
    private static final List<String> TITLES = List.of("name", "label", "id", "workflow");

    private static final ListKind EVENT = inTime(
            row -> row.has("timestamp") && row.has("reason") && row.has("resource_type"),
            List.of("timestamp", "type", "resource_type", "resource_name", "reason", "message"),
            List.of("namespace"));
    private static final ListKind SERVICE = new ListKind(
            row -> row.has("health") && row.has("state"),
            List.of("health", "state", "service_type"),
            List.of("endpoint", "tools"),
            4,
            Set.of("metadata"),
            true);
    private static final ListKind EXECUTION = inTime(
            row -> row.has("workflow_name") && row.has("started_at"),
            List.of("execution_id", "workflow_name", "status", "started_at", "duration_ms"),
            List.of("completed_at"));
    private static final ListKind TOOL = plain(
            row -> row.has("inputSchema") && row.has("name") && !row.has("uri"),
            List.of("name", "description"),
            List.of(),
            2);
    private static final ListKind RESOURCE = plain(
            row -> row.has("uri") && (row.has("mimeType") || row.has("name")),
            List.of("uri", "description", "mimeType"),
            List.of("name"),
            3);
    private static final ListKind PROMPT = plain(
            row -> row.has("arguments") && !row.has("inputSchema") && !row.has("steps"),
            List.of("name", "description"),
            List.of("arguments"),
            2);
    private static final ListKind MCP_SERVER = new ListKind(
            row -> row.text("type")
                    .filter(Set.of("stdio", "streamable-http", "sse")::contains)
                    .isPresent(),
            List.of("state", "type", "sessionAuth"),
            List.of("toolsCount", "connectedAt", "url", "command"),
            4,
            Set.of(
                    "args",
                    "command",
                    "url",
                    "env",
                    "headers",
                    "timeout",
                    "toolPrefix",
                    "error",
                    "description",
                    "auth",
                    "health",
                    "statusMessage",
                    "consecutiveFailures",
                    "lastAttempt",
                    "nextRetryAfter"),
            true);
    private static final ListKind WORKFLOW = plain(
            row -> row.has("steps")
                    || row.has("workflow")
                    || (row.has("name") && row.has("available") && row.has("description")),
            List.of("status", "description", "steps"),
            List.of("args"),
            6);
    private static final ListKind GENERIC =
            plain(row -> true, List.of("status", "type", "description", "available"), List.of("metadata"), 6);

    private static final List<ListKind> ALL =
            List.of(EVENT, SERVICE, EXECUTION, TOOL, RESOURCE, PROMPT, MCP_SERVER, WORKFLOW, GENERIC);

    private static ListKind plain(Predicate<JsonObject> matches, List<String> priority, List<String> extra, int max) {
        return new ListKind(matches, priority, extra, max, Set.of(), true);
    }

    /** What happened in time, which has no name and keeps its order. */
    private static ListKind inTime(Predicate<JsonObject> matches, List<String> priority, List<String> extra) {
        return new ListKind(matches, priority, extra, 6, Set.of(), false);
    }

    /** The kind that the first object of the list belongs to. */
    static ListKind of(JsonArray list) {
        var first = list.values().stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .findFirst();
        return first.flatMap(row ->
                        ALL.stream().filter(kind -> kind.matches().test(row)).findFirst())
                .orElse(GENERIC);
    }

    /** The members to show of these rows, in order. */
    List<String> columns(List<JsonObject> rows, boolean wide) {
        var present = new TreeSet<String>();
        rows.forEach(row -> present.addAll(row.names()));
        var columns = new LinkedHashSet<String>();
        if (titled) {
            title(present).ifPresent(columns::add);
        }
        var wanted = new ArrayList<>(priority);
        if (wide) {
            wanted.addAll(extra);
        }
        wanted.stream().filter(present::contains).forEach(columns::add);
        present.stream().filter(name -> wide || !details.contains(name)).forEach(columns::add);
        return columns.stream().limit(wide ? WIDE_MAX : max).toList();
    }

    private static Optional<String> title(Set<String> present) {
        return TITLES.stream().filter(present::contains).findFirst();
    }
}
