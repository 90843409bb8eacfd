package io.muster.app.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the options of the launcher: the filter is that of a whole process, and is read when it begins. */
class SerializedObjectsTest {
    @ParameterizedTest
    @ValueSource(strings = {"server", "command"})
    void serialized_objects_are_refused_before_anything_of_them_is_made(String kind) throws Exception {
        var builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "kind=" + kind
                                + "; . \"$home/bin/jvm-options\"; exec \"$java\" $options -cp \"$classes\" \"$reader\"")
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "home", Path.of("src", "main", "dist").toString(),
                        "JAVA_HOME", System.getProperty("java.home"),
                        "classes", System.getProperty("java.class.path"),
                        "reader", Reader.class.getName()));
        var process = builder.start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip()).isEqualTo("filter status: REJECTED");
    }

    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(new ArrayList<String>());
            }
            try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                System.out.println("read " + in.readObject());
            } catch (InvalidClassException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
