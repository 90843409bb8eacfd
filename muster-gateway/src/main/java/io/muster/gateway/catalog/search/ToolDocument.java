package io.muster.gateway.catalog.search;

import io.muster.mcp.Tool;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tool prepared for searching. Immutable, and shared by all indexes that contain the tool. */
public final class ToolDocument {
    private static final String LABELS = "muster.giantswarm.io/labels";

    private final Tool tool;
    private final String name;
    private final String description;
    private final String lowerName;
    private final String lowerDescription;
    private final String firstLine;
    private final Optional<JsonObject> labels;
    private final List<String> nameTerms;
    private final List<String> descriptionTerms;

    public ToolDocument(Tool tool) {
        this.tool = tool;
        this.name = tool.name();
        this.description = tool.description();
        this.lowerName = name.toLowerCase(Locale.ROOT);
        this.lowerDescription = description.toLowerCase(Locale.ROOT);
        this.firstLine = description.lines().findFirst().orElse("").strip();
        this.labels = tool.meta().object(LABELS).filter(object -> !object.isEmpty());
        this.nameTerms = Terms.of(name);
        this.descriptionTerms = Terms.of(firstLine);
    }

    public Tool tool() {
        return tool;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** The first line of the description, trimmed: what summaries and ranking look at. */
    public String firstLine() {
        return firstLine;
    }

    /** Discovery labels of the tool, when it has some. */
    public Optional<JsonObject> labels() {
        return labels;
    }

    String name(boolean caseSensitive) {
        return caseSensitive ? name : lowerName;
    }

    String description(boolean caseSensitive) {
        return caseSensitive ? description : lowerDescription;
    }

    List<String> nameTerms() {
        return nameTerms;
    }

    List<String> descriptionTerms() {
        return descriptionTerms;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ToolDocument that && tool.equals(that.tool));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
