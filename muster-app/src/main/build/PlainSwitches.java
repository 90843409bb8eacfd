import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.runtime.SwitchBootstraps;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the dynamic call by which a switch over types asks for the number of its case a call of a method of the same
 * class, which compares with one case after the other.
 *
 * @see SwitchBootstraps
 */
final class PlainSwitches {
    private static final DynamicCalls QUESTIONS =
            new DynamicCalls(SwitchBootstraps.class.describeConstable().orElseThrow());
    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);
    /** Of the parameters of a question: what is compared, and the first case that is. */
    private static final int SELECTOR = 0, FIRST = 1;

    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<InvokeDynamicInstruction> questions = new ArrayList<>();

    private PlainSwitches(ClassModel model) {
        owner = model.thisClass().asSymbol();
        isInterface = model.flags().has(AccessFlag.INTERFACE);
    }

    static boolean areMissing(ClassModel model) {
        return QUESTIONS.areIn(model);
    }

    /** What changes the class; for it only, and once. */
    static ClassTransform of(ClassModel model) {
        var switches = new PlainSwitches(model);
        return ClassTransform.transformingMethodBodies(QUESTIONS::areIn, switches::replace)
                .andThen(ClassTransform.endHandler(builder -> {
                    for (int number = 0; number < switches.questions.size(); number++) {
                        var question = switches.questions.get(number);
                        builder.withMethodBody(
                                name(number),
                                question.typeSymbol(),
                                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                                code -> answer(code, question.bootstrapArgs()));
                    }
                }));
    }

    private static String name(int number) {
        return "case$" + number;
    }

    private void replace(CodeBuilder code, CodeElement element) {
        QUESTIONS.asOne(element).ifPresentOrElse(question -> {
            code.invokestatic(owner, name(questions.size()), question.typeSymbol(), isInterface);
            questions.add(question);
        }, () -> code.with(element));
    }

    /** Minus one for nothing, the number of the first case that matches, or the number of cases. */
    private static void answer(CodeBuilder code, List<ConstantDesc> cases) {
        code.aload(SELECTOR).ifThen(Opcode.IFNULL, nothing -> nothing.loadConstant(-1).ireturn());
        for (int number = 0; number < cases.size(); number++) {
            var found = number;
            code.iload(FIRST).loadConstant(number).ifThen(Opcode.IF_ICMPLE, asked ->
                    compare(asked, cases.get(found)).ifThen(match -> match.loadConstant(found).ireturn()));
        }
        code.loadConstant(cases.size()).ireturn();
    }

    private static CodeBuilder compare(CodeBuilder code, ConstantDesc label) {
        return switch (label) {
            case ClassDesc type -> code.aload(SELECTOR).instanceOf(type);
            case String text ->
                code.loadConstant(text).aload(SELECTOR).invokevirtual(ConstantDescs.CD_String, "equals", EQUALS);
            default -> throw new IllegalStateException("a case that is neither a type nor a text: " + label);
        };
    }
}
