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
 * Rewrites the classes of libraries so that a start-up cache (JEP 483) holds all that they need. Two things no cache
 * holds, so that every run would make them anew: classes without stack maps ({@link StackMaps}), and the code that
 * {@code invokedynamic} makes for switches over types ({@link PlainSwitches}) and for the methods of records
 * ({@link PlainRecords}). What it makes for lambdas and joined strings is held, and stays as it is.
 *
 * <p>A step of the build. The arguments are the directory of all libraries, which are rewritten in place, that of notices,
 * and patterns of the names of those to be rewritten. A library of others needs a notice about the change, a file
 * {@code NAME-NOTICE}, which its jar gets as {@code META-INF/NOTICE}. The same jar gives the same bytes.
 */
public final class Cacheable {
    private static final String NOTICE = "META-INF/NOTICE";

    private final Path notices;
    private final ClassFile classFile;

    private Cacheable(Path notices, ClassLoader libraries) {
        this.notices = notices;
        this.classFile = ClassFile.of(ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(libraries).cached()));
    }

    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        var rewritten = new HashMap<Path, Path>();
        try (var libraries = new URLClassLoader(urls(jars(directory, "*.jar")))) {
            var cacheable = new Cacheable(Path.of(arguments[1]), libraries);
            for (var pattern : List.of(arguments).subList(2, arguments.length)) {
                for (var jar : jars(directory, pattern)) {
                    rewritten.put(cacheable.rewritten(jar), jar);
                }
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
        var name = jar.getFileName().toString();
        var notice = notices.resolve(name.replace(".jar", "-NOTICE"));
        var rewritten = jar.resolveSibling(name + ".new");
        try (var library = new JarFile(jar.toFile());
                var output = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(rewritten)))) {
            for (var entry : library.stream().toList()) {
                var content = content(library, entry);
                put(output, entry.getName(), entry, entry.getName().endsWith(".class") ? cacheable(content) : content);
            }
            if (Files.exists(notice)) {
                put(output, NOTICE, library.getEntry(JarFile.MANIFEST_NAME), Files.readAllBytes(notice));
            }
        }
        return rewritten;
    }

    private static byte[] content(JarFile library, ZipEntry entry) throws IOException {
        try (var input = library.getInputStream(entry)) {
            return input.readAllBytes();
        }
    }

    /** Two entries of one name are an error: what a library says of itself must be kept. */
    private static void put(ZipOutputStream output, String name, ZipEntry like, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(like.getTime());
        output.putNextEntry(entry);
        output.write(content);
        output.closeEntry();
    }

    private byte[] cacheable(byte[] bytes) {
        var model = classFile.parse(bytes);
        if (StackMaps.areMissing(model)) {
            return verified(StackMaps.add(classFile, model));
        }
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
