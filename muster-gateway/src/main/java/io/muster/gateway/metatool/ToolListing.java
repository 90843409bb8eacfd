package io.muster.gateway.metatool;

import io.muster.gateway.catalog.Catalog;
import io.muster.gateway.catalog.CatalogTool;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.search.BadPattern;
import io.muster.gateway.catalog.search.Found;
import io.muster.gateway.catalog.search.ToolIndex;
import io.muster.gateway.catalog.search.ToolQuery;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.route.NearestNames;
import io.muster.gateway.session.SessionServers;
import io.muster.mcp.CallToolResult;
import io.muster.oauth.Caller;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code list_tools}, {@code describe_tool}, {@code list_core_tools} and {@code filter_tools}. */
final class ToolListing {
    private static final int DEFAULT_LIMIT = 5;
    private static final int SUMMARY_LENGTH = 120;
    private static final double LEAST_SCORE = 0.0001;

    private final Catalogs catalogs;
    private final KnownServers servers;
    private final SessionServers sessions;

    ToolListing(Catalogs catalogs, KnownServers servers, SessionServers sessions) {
        this.catalogs = catalogs;
        this.servers = servers;
        this.sessions = sessions;
    }

    CallToolResult list(Caller caller) {
        var tools = catalogs.of(caller).tools().stream()
                .map(tool -> JsonObject.builder()
                        .put("name", tool.name())
                        .put("description", tool.tool().description())
                        .build())
                .toList();
        var waiting = servers.all().stream()
                .filter(server -> server.needsLogin() && !server.isSingleSignOn())
                .filter(server -> sessions.view(caller, server.name())
                        .filter(view -> view.status() == LeaseStatus.CONNECTED)
                        .isEmpty())
                .map(server -> JsonObject.builder()
                        .put("name", server.name())
                        .put("status", "auth_required")
                        .put("auth_tool", "core_auth_login")
                        .build())
                .toList();
        var json = JsonObject.builder().put("tools", Excerpt.of(tools, "name"));
        if (!waiting.isEmpty()) {
            json.put("servers_requiring_auth", JsonArray.of(waiting));
        }
        return Texts.indented(json.build());
    }

    CallToolResult describe(Arguments arguments, Caller caller) {
        var name = arguments.required("name");
        var catalog = catalogs.of(caller);
        return catalog.tool(name)
                .map(ToolListing::description)
                .orElseGet(() -> CallToolResult.failure("Tool not found: " + name
                        + NearestNames.hint(
                                NearestNames.to(name, catalog.tools().stream().map(CatalogTool::name)))));
    }

    private static CallToolResult description(CatalogTool tool) {
        var json = JsonObject.builder()
                .put("description", tool.tool().description())
                .put("inputSchema", tool.tool().inputSchema())
                .put("name", tool.name());
        // Whatever else the backend says of its tool: title, annotations, output schema, icons, _meta.
        tool.tool().json().members().forEach(member -> json.put(member.name(), member.value()));
        return Texts.indented(json.build());
    }

    CallToolResult core(Arguments arguments, Caller caller) {
        var filter = new Filter(ToolQuery.named("core*"), arguments.flag("include_schema", true), 0, 0);
        return found(catalogs.of(caller), filter, true);
    }

    CallToolResult filter(Arguments arguments, Caller caller) {
        var query = new ToolQuery(
                arguments.text("pattern"),
                arguments.text("description_filter"),
                arguments.text("query"),
                labels(arguments.object("labels")),
                arguments.flag("case_sensitive", false));
        var includeSchema = arguments.flag("include_schema", false);
        var filter = new Filter(
                query, includeSchema, arguments.number("limit", DEFAULT_LIMIT, 1), arguments.number("offset", 0, 0));
        return found(catalogs.of(caller), filter, includeSchema);
    }

    private static Map<String, String> labels(JsonObject labels) {
        return labels.members().stream()
                .collect(Collectors.toMap(JsonObject.Member::name, label -> ToolIndex.labelText(label.value())));
    }

    private record Filter(ToolQuery query, boolean includeSchema, int limit, int offset) {}

    private static CallToolResult found(Catalog catalog, Filter filter, boolean fullDescription) {
        if (catalog.tools().isEmpty()) {
            return CallToolResult.text("No tools available to filter");
        }
        Found found;
        try {
            found = catalog.index().search(filter.query(), filter.offset(), filter.limit());
        } catch (BadPattern e) {
            return CallToolResult.failure("Invalid pattern \"" + filter.query().pattern() + "\": " + e.getMessage());
        }
        var tools = Excerpt.first(found.page().stream()
                .map(match -> item(match, filter, fullDescription))
                .toList());
        return Texts.indented(JsonObject.builder()
                .put("filters", echo(filter))
                .put("total_tools", catalog.tools().size())
                .put("filtered_count", tools.size())
                .put("total", found.total())
                .put("truncated", (long) filter.offset() + tools.size() < found.total())
                .put("tools", tools)
                .build());
    }

    private static JsonObject echo(Filter filter) {
        var query = filter.query();
        var json = JsonObject.builder();
        for (var text : List.of(
                Map.entry("pattern", query.pattern()),
                Map.entry("description_filter", query.description()),
                Map.entry("query", query.text()))) {
            if (!text.getValue().isEmpty()) {
                json.put(text.getKey(), text.getValue());
            }
        }
        if (!query.labels().isEmpty()) {
            json.put("labels", JsonObject.ofStrings(new TreeMap<>(query.labels())));
        }
        return json.put("case_sensitive", query.caseSensitive())
                .put("include_schema", filter.includeSchema())
                .put("limit", filter.limit())
                .put("offset", filter.offset())
                .build();
    }

    private static JsonObject item(Found.Match match, Filter filter, boolean fullDescription) {
        var document = match.document();
        var json = JsonObject.builder().put("name", document.name());
        if (fullDescription) {
            json.put("description", document.description());
        } else {
            json.put("summary", summary(document.firstLine()));
        }
        if (!filter.query().text().isEmpty()) {
            json.put("score", rounded(match.score()));
        }
        json.putIfPresent("labels", document.labels());
        if (filter.includeSchema()) {
            json.put("inputSchema", document.tool().inputSchema());
        }
        return json.build();
    }

    private static String summary(String line) {
        return line.codePointCount(0, line.length()) <= SUMMARY_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SUMMARY_LENGTH)) + "...";
    }

    private static JsonNumber rounded(double score) {
        var rounded = BigDecimal.valueOf(Math.max(score, LEAST_SCORE)).setScale(4, RoundingMode.HALF_UP);
        return new JsonNumber(rounded.stripTrailingZeros().toPlainString());
    }
}
