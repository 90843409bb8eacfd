package io.muster.gateway.catalog;

/** Which lists of a catalogue differ from those of the one before. */
public record CatalogChange(boolean tools, boolean resources, boolean prompts) {
    static CatalogChange between(Catalog before, Catalog after) {
        return new CatalogChange(
                !before.tools().equals(after.tools()),
                !before.resources().equals(after.resources()),
                !before.prompts().equals(after.prompts()));
    }

    public boolean any() {
        return tools || resources || prompts;
    }

    public CatalogChange or(CatalogChange other) {
        return new CatalogChange(tools || other.tools, resources || other.resources, prompts || other.prompts);
    }
}
