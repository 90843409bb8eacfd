package io.muster.dist;

import java.util.List;
import java.util.Map;

/** The notice of what the download holds of third parties. */
final class Notice {
    private static final String OPENING = """
            Muster
            Licensed under the Apache License, Version 2.0; see LICENSE.

            This download holds the following works of others, each under its own licence. The texts of the licences are
            in the directory META-INF of each library in lib, and in runtime/legal for the Java runtime; the sources are to
            be had where it says.

            """;
    private static final String NOTICES = """

            What some of them ask to be told
            """;

    private Notice() {}

    /** @param notices the notice that comes with a component, by its name */
    static String of(List<Component> components, Map<String, String> notices) {
        var text = new StringBuilder(OPENING);
        components.stream().filter(component -> !component.isOurs()).forEach(component -> {
            text.append("* ").append(component.name()).append(' ').append(component.version());
            text.append(", ").append(String.join(" or ", component.licenses()));
            text.append(component.website().isEmpty() ? "" : ", " + component.website())
                    .append('\n');
        });
        text.append(NOTICES);
        for (var component : components) {
            var notice = notices.get(component.name());
            if (notice != null) {
                text.append("\n--- ").append(component.name()).append('\n');
                text.append(notice.strip().replace("\r", "")).append('\n');
            }
        }
        return text.toString();
    }
}
