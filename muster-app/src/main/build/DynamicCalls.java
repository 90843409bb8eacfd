import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the {@code invokedynamic} instructions whose code one class of the JDK makes at run time. */
record DynamicCalls(ClassDesc maker) {
    boolean areIn(ClassModel model) {
        return model.methods().stream().anyMatch(this::areIn);
    }

    boolean areIn(MethodModel method) {
        return in(method).findAny().isPresent();
    }

    Stream<InvokeDynamicInstruction> in(MethodModel method) {
        return method.code().stream().flatMap(CodeModel::elementStream).flatMap(element -> asOne(element).stream());
    }

    Optional<InvokeDynamicInstruction> asOne(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call
                        && call.bootstrapMethod().owner().equals(maker)
                ? Optional.of(call)
                : Optional.empty();
    }
}
