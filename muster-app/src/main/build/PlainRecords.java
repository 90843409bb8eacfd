import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.runtime.ObjectMethods;
import java.util.List;
import java.util.Objects;

/**
 * Writes out the methods that a record has by itself, with the results that the JDK makes them have.
 *
 * @see ObjectMethods
 */
final class PlainRecords {
    private static final DynamicCalls CALLS = new DynamicCalls(describe(ObjectMethods.class));
    private static final ClassDesc OBJECTS = describe(Objects.class);
    private static final ClassDesc BUILDER = describe(StringBuilder.class);
    private static final MethodTypeDesc OF_TEXT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
    private static final int THIS = 0, OTHER = 1, SAME_TYPE = 2;

    private final ClassDesc owner;
    private final String simpleName;
    private final List<RecordComponentInfo> components;

    private PlainRecords(ClassModel model) {
        owner = model.thisClass().asSymbol();
        simpleName = simpleName(model);
        components = model.findAttribute(Attributes.record()).orElseThrow().components();
    }

    private static ClassDesc describe(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static String simpleName(ClassModel model) {
        return model.findAttribute(Attributes.innerClasses()).stream()
                .flatMap(inner -> inner.classes().stream())
                .filter(inner -> inner.innerClass().equals(model.thisClass()))
                .flatMap(inner -> inner.innerName().stream())
                .map(Object::toString)
                .findFirst()
                .orElseGet(() -> model.thisClass().asSymbol().displayName());
    }

    static boolean areMissing(ClassModel model) {
        return CALLS.areIn(model);
    }

    static ClassTransform of(ClassModel model) {
        return areMissing(model)
                ? ClassTransform.transformingMethods(CALLS::areIn, new PlainRecords(model).method())
                : ClassTransform.ACCEPT_ALL;
    }

    private MethodTransform method() {
        return (builder, element) -> {
            if (element instanceof CodeModel code) {
                builder.withCode(body -> write(code.parent().orElseThrow(), body));
            } else {
                builder.with(element);
            }
        };
    }

    private void write(MethodModel method, CodeBuilder code) {
        switch (method.methodName().stringValue()) {
            case "equals" -> equality(code);
            case "hashCode" -> hash(code);
            case "toString" -> text(code);
            default -> throw new IllegalStateException("not a method that records have by themselves: " + method);
        }
    }

    private void equality(CodeBuilder code) {
        code.aload(THIS).aload(OTHER).ifThen(Opcode.IF_ACMPEQ, same -> same.iconst_1().ireturn());
        code.aload(OTHER).instanceOf(owner).ifThen(Opcode.IFEQ, otherType -> otherType.iconst_0().ireturn());
        code.aload(OTHER).checkcast(owner).astore(SAME_TYPE);
        for (var component : components) {
            load(code, THIS, component);
            load(code, SAME_TYPE, component);
            code.ifThen(compare(code, component.descriptorSymbol()), differ -> differ.iconst_0().ireturn());
        }
        code.iconst_1().ireturn();
    }

    private void load(CodeBuilder code, int local, RecordComponentInfo component) {
        code.aload(local).getfield(owner, component.name().stringValue(), component.descriptorSymbol());
    }

    /** Compares two values, and tells what jumps if they differ. */
    private static Opcode compare(CodeBuilder code, ClassDesc type) {
        switch (TypeKind.from(type)) {
            case REFERENCE -> {
                code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(
                        ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
                return Opcode.IFEQ;
            }
            case LONG, FLOAT, DOUBLE -> {
                code.invokestatic(wrapper(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type));
                return Opcode.IFNE;
            }
            default -> {
                return Opcode.IF_ICMPNE;
            }
        }
    }

    private void hash(CodeBuilder code) {
        code.iconst_0();
        for (var component : components) {
            var type = component.descriptorSymbol();
            code.bipush(31).imul();
            load(code, THIS, component);
            code.invokestatic(
                            type.isPrimitive() ? wrapper(type) : OBJECTS,
                            "hashCode",
                            MethodTypeDesc.of(ConstantDescs.CD_int, type.isPrimitive() ? type : ConstantDescs.CD_Object))
                    .iadd();
        }
        code.ireturn();
    }

    private static ClassDesc wrapper(ClassDesc primitive) {
        return describe(switch (TypeKind.from(primitive)) {
            case BOOLEAN -> Boolean.class;
            case BYTE -> Byte.class;
            case CHAR -> Character.class;
            case SHORT -> Short.class;
            case INT -> Integer.class;
            case LONG -> Long.class;
            case FLOAT -> Float.class;
            case DOUBLE -> Double.class;
            case REFERENCE, VOID -> throw new IllegalStateException("not primitive: " + primitive);
        });
    }

    private void text(CodeBuilder code) {
        code.new_(BUILDER).dup().loadConstant(simpleName + "[").invokespecial(BUILDER, ConstantDescs.INIT_NAME, OF_TEXT);
        var separator = "";
        for (var component : components) {
            append(code.loadConstant(separator + component.name().stringValue() + "="), ConstantDescs.CD_String);
            load(code, THIS, component);
            append(code, printed(component.descriptorSymbol()));
            separator = ", ";
        }
        append(code.loadConstant("]"), ConstantDescs.CD_String);
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
    }

    private static void append(CodeBuilder code, ClassDesc type) {
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
    }

    /** As what a value is appended. */
    private static ClassDesc printed(ClassDesc type) {
        return switch (TypeKind.from(type)) {
            case REFERENCE -> ConstantDescs.CD_Object;
            case BYTE, SHORT -> ConstantDescs.CD_int;
            default -> type;
        };
    }
}
