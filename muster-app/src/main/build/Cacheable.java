import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of libraries so that a start-up cache (JEP 483) holds all that they need. No cache holds the code
 * that {@code invokedynamic} makes for switches over types ({@link PlainSwitches}) and for the methods of records
 * ({@link PlainRecords}), so that every run would make it anew. What it makes for lambdas and joined strings is held,
 * and stays as it is.
 *
 * <p>A step of the build. The arguments are the directory of all libraries and a pattern of the names of those to be
 * rewritten, which happens in place; they are our own. The same jar gives the same bytes.
 */
public final class Cacheable {
    private final ClassFile classFile;

    private Cacheable(ClassLoader libraries) {
        this.classFile = ClassFile.of(ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(libraries).cached()));
    }

    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        var rewritten = new HashMap<Path, Path>();
        try (var libraries = new URLClassLoader(urls(jars(directory, "*.jar")))) {
            var cacheable = new Cacheable(libraries);
            for (var jar : jars(directory, arguments[1])) {
                rewritten.put(cacheable.rewritten(jar), jar);
            }
        }
        for (var change : rewritten.entrySet()) {
            Files.move(change.getKey(), change.getValue(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> jars(Path directory, String pattern) throws IOException {
        try (var files = Files.newDirectoryStream(directory, pattern)) {
            var jars = new ArrayList<Path>();
            files.forEach(jars::add);
            return jars;
        }
    }

    private static URL[] urls(List<Path> files) throws IOException {
        var urls = new ArrayList<URL>();
        for (var file : files) {
            urls.add(file.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private Path rewritten(Path jar) throws IOException {
        var rewritten = jar.resolveSibling(jar.getFileName() + ".new");
        try (var library = new JarFile(jar.toFile());
                var output = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(rewritten)))) {
            for (var entry : library.stream().toList()) {
                var content = content(library, entry);
                put(output, entry, entry.getName().endsWith(".class") ? cacheable(content) : content);
            }
        }
        return rewritten;
    }

    private static byte[] content(JarFile library, ZipEntry entry) throws IOException {
        try (var input = library.getInputStream(entry)) {
            return input.readAllBytes();
        }
    }

    private static void put(ZipOutputStream output, ZipEntry like, byte[] content) throws IOException {
        var entry = new ZipEntry(like.getName());
        entry.setTime(like.getTime());
        output.putNextEntry(entry);
        output.write(content);
        output.closeEntry();
    }

    private byte[] cacheable(byte[] bytes) {
        var model = classFile.parse(bytes);
        if (PlainSwitches.areMissing(model) || PlainRecords.areMissing(model)) {
            return verified(classFile.transformClass(
                    model, PlainSwitches.of(model).andThen(PlainRecords.of(model))));
        }
        return bytes;
    }

    private byte[] verified(byte[] bytes) {
        var problems = classFile.verify(bytes);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(classFile.parse(bytes).thisClass().asInternalName() + ": " + problems);
        }
        return bytes;
    }
}
