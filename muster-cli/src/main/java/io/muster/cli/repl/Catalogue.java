package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What there is at a Muster at one moment, each list in order. Pure.
 *
 * @param loginRequired servers behind Muster that wait for a login
 */
record Catalogue(Map<Listing, List<JsonObject>> lists, List<String> loginRequired) {
    static final Catalogue EMPTY = new Catalogue(Map.of(), List.of());

    private static final String WORKFLOW = "workflow_";

    Catalogue {
        var sorted = new EnumMap<Listing, List<JsonObject>>(Listing.class);
        lists.forEach((listing, items) -> sorted.put(
                listing,
                items.stream()
                        .sorted(Comparator.comparing(item -> item.text(listing.key(), "")))
                        .toList()));
        lists = Collections.unmodifiableMap(sorted);
        loginRequired = List.copyOf(loginRequired);
    }

    Catalogue with(Listing listing, List<JsonObject> items, List<String> loginRequired) {
        var more = new EnumMap<Listing, List<JsonObject>>(Listing.class);
        more.putAll(lists);
        more.put(listing, items);
        return new Catalogue(more, loginRequired);
    }

    List<JsonObject> items(Listing listing) {
        return lists.getOrDefault(listing, List.of());
    }

    List<String> names(Listing listing) {
        return items(listing).stream().map(item -> item.text(listing.key(), "")).toList();
    }

    /** Workflows, which are tools under another name. */
    Stream<JsonObject> workflows() {
        return items(Listing.TOOLS).stream()
                .filter(tool -> tool.text("name", "").startsWith(WORKFLOW))
                .map(tool -> tool.with("name", tool.text("name", "").substring(WORKFLOW.length())));
    }

    /** The tool that runs the workflow. */
    static String workflowTool(String workflow) {
        return WORKFLOW + workflow;
    }

    /** What is to be told when this came after something else, as far as that was known. */
    List<String> since(Catalogue before) {
        var lines = new ArrayList<String>();
        for (var listing : before.lists().keySet()) {
            var difference = Listing.difference(new TreeSet<>(before.names(listing)), new TreeSet<>(names(listing)));
            if (!difference.isEmpty()) {
                lines.add(listing.changesDetected());
                lines.addAll(difference);
            }
        }
        return lines;
    }
}
