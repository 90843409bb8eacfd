package io.muster.app.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step of the build that rewrites classes for the start-up caches. */
class CacheableTest {
    @TempDir
    Path directory;

    @Test
    void rewritten_classes_do_what_they_did_before() throws Exception {
        var jar = jarOfSample();

        rewrite();

        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var type = loader.loadClass(CacheableSample.class.getName());
            var rewritten = (Supplier<?>) type.getConstructor().newInstance();
            assertThat(type).isNotEqualTo(CacheableSample.class);
            assertThat(rewritten.get()).isEqualTo(new CacheableSample().get());
        }
    }

    @Test
    void nothing_of_them_is_made_at_run_time_but_lambdas_and_joined_strings() throws Exception {
        var jar = jarOfSample();
        assertThat(makers(jar)).contains("ObjectMethods", "SwitchBootstraps");

        rewrite();

        assertThat(makers(jar)).containsOnly("LambdaMetafactory", "StringConcatFactory");
    }

    private Path jarOfSample() throws IOException {
        var jar = directory.resolve("sample.jar");
        var name = CacheableSample.class.getName().replace('.', '/');
        var home = Path.of("target/test-classes").resolve(name).getParent();
        try (var files = Files.newDirectoryStream(home, "CacheableSample*.class");
                var output = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var file : files) {
                output.putNextEntry(new ZipEntry(name.substring(0, name.lastIndexOf('/') + 1) + file.getFileName()));
                Files.copy(file, output);
            }
        }
        return jar;
    }

    private void rewrite() throws Exception {
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "src/main/build/Cacheable.java",
                        directory.toString(),
                        "src/main/build",
                        "sample.jar"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();
    }

    /** The classes of the JDK that make what dynamic calls lead to. */
    private static Set<String> makers(Path jar) throws IOException {
        var makers = new TreeSet<String>();
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().toList()) {
                ClassFile.of().parse(file.getInputStream(entry).readAllBytes()).methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(CodeModel::elementStream)
                        .filter(InvokeDynamicInstruction.class::isInstance)
                        .map(call -> ((InvokeDynamicInstruction) call).bootstrapMethod())
                        .forEach(maker -> makers.add(maker.owner().displayName()));
            }
        }
        return makers;
    }
}
