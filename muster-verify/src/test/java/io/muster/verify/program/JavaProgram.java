package io.muster.verify.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Main classes of these tests as programs of their own. */
public final class JavaProgram {
    private JavaProgram() {}

    /** The command line that runs a main class with the class path of the tests, with a small heap and a quick start. */
    public static List<String> line(Class<?> main) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "@" + arguments(main), main.getName());
    }

    private static Path arguments(Class<?> main) {
        try {
            var file = Path.of(System.getProperty("basedir", ""), "target", main.getSimpleName() + ".args")
                    .toAbsolutePath();
            var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            Files.createDirectories(file.getParent());
            return Files.writeString(
                    file,
                    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -Xshare:auto -cp \""
                            + classPath.replace("\\", "\\\\") + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException("no argument file", e);
        }
    }
}
