package io.muster.dist;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * Writes the papers into a download that is being put together: {@code muster.cdx.json} and {@code NOTICE}. The arguments
 * are the bill of materials that the build made of the libraries, and the directory of the download.
 */
public final class Papers {
    private static final List<String> NOTICES = List.of("META-INF/NOTICE", "META-INF/NOTICE.txt", "META-INF/NOTICE.md");

    private Papers() {}

    public static void main(String[] args) throws IOException {
        var bill = Json.parseObject(Files.readString(Path.of(args[0])));
        var home = Path.of(args[1]);
        var runtime = Component.runtime(Release.parse(Files.readString(home.resolve("runtime/release"))));
        var complete = with(bill, runtime);
        Files.writeString(home.resolve("muster.cdx.json"), Json.text(complete, JsonFormat.INDENTED) + "\n");
        var components = Component.all(complete.values("components")).toList();
        Files.writeString(home.resolve("NOTICE"), Notice.of(components, notices(home.resolve("lib"), components)));
    }

    private static JsonObject with(JsonObject bill, Component component) {
        var components = new ArrayList<JsonValue>(bill.values("components"));
        components.add(component.json());
        return bill.with("components", JsonArray.of(components));
    }

    private static Map<String, String> notices(Path libraries, List<Component> components) throws IOException {
        var notices = new HashMap<String, String>();
        for (var component : components) {
            var library = libraries.resolve(component.name() + ".jar");
            if (Files.exists(library)) {
                notice(library).ifPresent(text -> notices.put(component.name(), text));
            }
        }
        return notices;
    }

    private static Optional<String> notice(Path library) throws IOException {
        try (var jar = new ZipFile(library.toFile())) {
            for (var name : NOTICES) {
                var entry = jar.getEntry(name);
                if (entry != null) {
                    return Optional.of(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        }
    }
}
