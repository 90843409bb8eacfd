package io.muster.gateway.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Puts the sections of all backends and the tools of all providers together. Pure. Where two things want one name the same
 * one wins every time: Muster's own tools, then families, then the server that comes first by name.
 */
final class Assembly {
    /** How many names of tools that are gone are remembered, newest first to stay. */
    static final int REMEMBERED = 10_000;

    private final Naming naming;
    private final Map<String, String> problems = new HashMap<>();
    private final Collisions collisions = new Collisions();
    private final Map<String, String> owners = new HashMap<>();

    private Assembly(Naming naming) {
        this.naming = naming;
    }

    /**
     * Assembles a catalogue.
     *
     * @param sections of the backends that are usable now, ordered by server name
     * @param own the tools of Muster itself, in catalogue order
     * @param before the catalogue that this one replaces
     */
    static Catalog assemble(Naming naming, List<Section> sections, List<CatalogTool> own, Catalog before) {
        var assembly = new Assembly(naming);
        var tools = assembly.tools(sections, own);
        var resources = assembly.unique("resource", sections, Section::resources, CatalogResource::uri);
        var prompts = assembly.unique("prompt", sections, Section::prompts, CatalogPrompt::name);
        var templates = sections.stream().flatMap(s -> s.templates().stream()).toList();
        return new Catalog(tools, resources, prompts, templates, gone(before, tools), assembly.problems());
    }

    private List<CatalogTool> tools(List<Section> sections, List<CatalogTool> own) {
        var solo = new ArrayList<CatalogTool>();
        var families = new TreeMap<String, List<Section>>();
        sections.forEach(section -> section.spec()
                .naming()
                .family()
                .ifPresent(family -> families.computeIfAbsent(family.name(), _ -> new ArrayList<>())
                        .add(section)));
        families.entrySet().removeIf(family -> disagreeing(family.getKey(), family.getValue()));
        for (var section : sections) {
            var family = section.spec().naming().family();
            if (family.isEmpty() || !families.containsKey(family.get().name())) {
                solo.addAll(section.tools());
            }
        }
        var ofFamilies = families.values().stream()
                .flatMap(members -> FamilyTools.of(naming, members).stream())
                .toList();
        var keptOwn = claimed(own);
        var kept = Collections.newSetFromMap(new IdentityHashMap<CatalogTool, Boolean>());
        kept.addAll(claimed(ofFamilies.stream().filter(Assembly::isGrouped).toList()));
        var all = new ArrayList<>(claimed(solo));
        kept.addAll(claimed(ofFamilies.stream().filter(tool -> !isGrouped(tool)).toList()));
        ofFamilies.stream().filter(kept::contains).forEach(all::add);
        all.addAll(keptOwn);
        return all;
    }

    private static boolean isGrouped(CatalogTool tool) {
        return tool.route() instanceof Route.ToInstance;
    }

    private boolean disagreeing(String family, List<Section> members) {
        if (FamilyTools.agree(members)) {
            return false;
        }
        problems.put(
                "family '" + family + "'",
                "members of family '" + family + "' differ in their instanceArg: its tools are offered per server");
        return true;
    }

    private List<CatalogTool> claimed(List<CatalogTool> tools) {
        var kept = new ArrayList<CatalogTool>(tools.size());
        for (var tool : tools) {
            var owner = ownerOf(tool.route());
            var other = owners.putIfAbsent(tool.name(), owner);
            if (other == null) {
                kept.add(tool);
            } else {
                collisions.add("tool", tool.name(), owner, other);
            }
        }
        return kept;
    }

    private static String ownerOf(Route route) {
        return switch (route) {
            case Route.ToBackend to -> "server '" + to.server() + "'";
            case Route.ToInstance to -> "a family on servers " + String.join(", ", to.servers());
            case Route.ToProvider _ -> "muster itself";
        };
    }

    private <T> List<T> unique(
            String kind, List<Section> sections, Function<Section, List<T>> items, Function<T, String> key) {
        var kept = new ArrayList<T>();
        var servers = new HashMap<String, String>();
        for (var section : sections) {
            var owner = "server '" + section.server() + "'";
            for (var item : items.apply(section)) {
                var other = servers.putIfAbsent(key.apply(item), owner);
                if (other == null) {
                    kept.add(item);
                } else {
                    collisions.add(kind, key.apply(item), owner, other);
                }
            }
        }
        return kept;
    }

    private Map<String, String> problems() {
        problems.putAll(collisions.sentences());
        return problems;
    }

    private static Map<String, String> gone(Catalog before, List<CatalogTool> tools) {
        var here = HashSet.<String>newHashSet(tools.size());
        tools.forEach(tool -> here.add(tool.name()));
        var gone = new LinkedHashMap<>(before.gone());
        gone.keySet().removeAll(here);
        for (var tool : before.tools()) {
            if (tool.route() instanceof Route.ToBackend to && !here.contains(tool.name())) {
                gone.putLast(tool.name(), to.server());
            }
        }
        while (gone.size() > REMEMBERED) {
            gone.pollFirstEntry();
        }
        return gone;
    }

    static <T> Map<String, T> byKey(List<T> items, Function<T, String> key) {
        var map = HashMap.<String, T>newHashMap(items.size());
        items.forEach(item -> map.put(key.apply(item), item));
        return map;
    }
}
