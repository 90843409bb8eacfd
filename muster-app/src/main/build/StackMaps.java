import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;

/**
 * Makes classes that were compiled for Java 5 or older classes for Java 8: the same instructions, with the stack maps that
 * newer versions of the format demand.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.10">JVMS, 4.10: verification</a>
 */
final class StackMaps {
    private StackMaps() {}

    static boolean areMissing(ClassModel model) {
        return model.majorVersion() < ClassFile.JAVA_6_VERSION;
    }

    static byte[] add(ClassFile classFile, ClassModel model) {
        // Code that shares its constants would be copied as it is, without maps.
        return classFile
                .withOptions(StackMapsOption.GENERATE_STACK_MAPS, ConstantPoolSharingOption.NEW_POOL)
                .transformClass(model, (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                    } else {
                        builder.with(element);
                    }
                });
    }
}
