package io.muster.gateway.catalog;

import io.muster.gateway.backend.Inventory;

/** Which lists of a catalogue differ from those of the one before. */
public record CatalogChange(boolean tools, boolean resources, boolean prompts) {
    static CatalogChange between(Catalog before, Catalog after) {
        return new CatalogChange(
                !before.tools().equals(after.tools()),
                !before.resources().equals(after.resources()),
                !before.prompts().equals(after.prompts()));
    }

    /** What the lists of one backend's inventory mean for the catalogue that they are part of. */
    public static CatalogChange between(Inventory before, Inventory after) {
        return new CatalogChange(
                !before.tools().equals(after.tools()),
                !before.resources().equals(after.resources())
                        || !before.resourceTemplates().equals(after.resourceTemplates()),
                !before.prompts().equals(after.prompts()));
    }

    public boolean any() {
        return tools || resources || prompts;
    }

    public CatalogChange or(CatalogChange other) {
        return new CatalogChange(tools || other.tools, resources || other.resources, prompts || other.prompts);
    }
}
