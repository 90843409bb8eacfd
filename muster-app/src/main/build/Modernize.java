import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of a library that were compiled for Java 5 or older as classes for Java 8: the same instructions,
 * with the stack maps that newer versions of the format demand. A start-up cache takes only classes that have them
 * (JEP 483), and without the cache they would be loaded and verified by the slow, old verifier in every run.
 *
 * <p>A step of the build. The arguments are the library's jar, which is replaced, and the notice about the change that
 * the jar gets as {@code META-INF/NOTICE}. The same jar gives the same bytes.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.10">JVMS, 4.10: verification</a>
 */
public final class Modernize {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;
    private static final String NOTICE = "META-INF/NOTICE";

    private final JarFile library;
    private final ClassFile classFile;

    private Modernize(JarFile library) {
        this.library = library;
        this.classFile = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                // Code that shares its constants is copied as it is, without maps.
                ConstantPoolSharingOption.NEW_POOL,
                ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(this::resource)
                                .orElse(ClassHierarchyResolver.defaultResolver())
                                .cached()));
    }

    public static void main(String[] arguments) throws IOException {
        var path = Path.of(arguments[0]);
        var rewritten = path.resolveSibling(path.getFileName() + ".new");
        try (var library = new JarFile(path.toFile());
                var output = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(rewritten)))) {
            new Modernize(library).write(output, Files.readAllBytes(Path.of(arguments[1])));
        }
        Files.move(rewritten, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(ZipOutputStream output, byte[] notice) throws IOException {
        for (var entry : library.stream().toList()) {
            if (entry.getName().equals(NOTICE)) {
                throw new IllegalStateException(library.getName() + " has a notice, which must be kept");
            }
            var content = content(entry);
            put(output, entry.getName(), entry.getTime(), entry.getName().endsWith(".class") ? modern(content) : content);
        }
        put(output, NOTICE, library.getEntry("META-INF/MANIFEST.MF").getTime(), notice);
    }

    private static void put(ZipOutputStream output, String name, long time, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(time);
        output.putNextEntry(entry);
        output.write(content);
        output.closeEntry();
    }

    private byte[] modern(byte[] bytes) {
        var model = classFile.parse(bytes);
        if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return bytes;
        }
        var rewritten = classFile.transformClass(model, (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        });
        var problems = classFile.verify(rewritten);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(model.thisClass().asInternalName() + ": " + problems);
        }
        return rewritten;
    }

    private InputStream resource(ClassDesc type) {
        var name = type.descriptorString();
        var entry = library.getEntry(name.substring(1, name.length() - 1) + ".class");
        try {
            return entry == null ? null : library.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] content(ZipEntry entry) throws IOException {
        try (var input = library.getInputStream(entry)) {
            return input.readAllBytes();
        }
    }
}
