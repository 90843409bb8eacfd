package io.muster.gateway.catalog;

import io.muster.gateway.backend.BackendSpec.Family;
import io.muster.mcp.Tool;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The tools of one family. A tool that all its members describe alike becomes one entry with an argument that names the
 * member; a tool about which members differ stays with each of them. Pure.
 */
final class FamilyTools {
    private static final Pattern TRAILER = Pattern.compile(" \\(available on servers: [^()]*\\)$");

    /** A member's tool: as the member lists it, and as it would be exposed alone. */
    private record Offer(String server, Tool original, CatalogTool alone) {}

    private FamilyTools() {}

    /** Whether the members agree on the argument; if not, none of their tools can be grouped. */
    static boolean agree(List<Section> members) {
        return members.stream().map(FamilyTools::familyOf).distinct().count() == 1
                && !familyOf(members.getFirst()).instanceArg().isEmpty();
    }

    /**
     * Groups the tools of members that agree; ordered by the tools' names at the members. What could not be grouped keeps the
     * name that it has alone.
     *
     * @param members ordered by server name
     */
    static List<CatalogTool> of(Naming naming, List<Section> members) {
        var family = familyOf(members.getFirst());
        var offers = new TreeMap<String, List<Offer>>();
        for (var member : members) {
            for (int i = 0; i < member.tools().size(); i++) {
                var tool = member.inventory().tools().get(i);
                offers.computeIfAbsent(tool.name(), _ -> new ArrayList<>())
                        .add(new Offer(member.server(), tool, member.tools().get(i)));
            }
        }
        var tools = new ArrayList<CatalogTool>();
        offers.forEach((name, same) -> {
            if (groupable(family, same)) {
                tools.add(group(naming.exposed(family.name(), name), family, same));
            } else {
                same.forEach(offer -> tools.add(offer.alone()));
            }
        });
        return tools;
    }

    private static Family familyOf(Section member) {
        return member.spec().naming().family().orElseThrow();
    }

    private static boolean groupable(Family family, List<Offer> offers) {
        var first = offers.getFirst().original();
        return offers.stream()
                .map(Offer::original)
                .allMatch(tool -> tool.description().equals(first.description())
                        && tool.inputSchema().equals(first.inputSchema())
                        && !properties(tool).has(family.instanceArg()));
    }

    private static CatalogTool group(String exposed, Family family, List<Offer> offers) {
        var servers = offers.stream().map(Offer::server).distinct().toList();
        var first = offers.getFirst().original();
        var available = String.join(", ", servers);
        var description =
                TRAILER.matcher(first.description()).replaceFirst("") + " (available on servers: " + available + ")";
        var argument = JsonObject.builder()
                .put("type", "string")
                .put("description", "Target instance to execute this tool on. Available: " + available)
                .put("enum", JsonArray.ofStrings(servers))
                .build();
        var json = first.withName(exposed)
                .json()
                .with("description", description)
                .with("inputSchema", withArgument(first, family.instanceArg(), argument));
        return CatalogTool.of(new Tool(json), new Route.ToInstance(family.instanceArg(), servers, first.name()));
    }

    private static JsonObject withArgument(Tool tool, String name, JsonObject argument) {
        var schema = tool.inputSchema();
        var required = new ArrayList<JsonValue>(schema.values("required"));
        required.add(new JsonString(name));
        return Optional.of(schema)
                .map(s -> s.has("type") ? s : s.with("type", "object"))
                .map(s -> s.with("properties", properties(tool).with(name, argument)))
                .map(s -> s.with("required", JsonArray.of(required)))
                .orElseThrow();
    }

    private static JsonObject properties(Tool tool) {
        return tool.inputSchema().object("properties").orElse(JsonObject.EMPTY);
    }
}
