package io.muster.verify.toolchain;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Provides what a test class declares with {@link Needs}, or skips it. */
final class NeedsExtension implements ExecutionCondition, ParameterResolver {
    private static final Set<Class<?>> TOOLS = Set.of(
            Program.class,
            Download.class,
            Node.class,
            Python.class,
            Tmux.class,
            Dex.class,
            Keycloak.class,
            Valkey.class,
            Chromium.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (var need : (Iterable<Need>) needs(context)::iterator) {
            if (toolbox(context).provide(need) instanceof Provision.Missing(var reason)) {
                return missing(context, reason);
            }
        }
        return ConditionEvaluationResult.enabled("everything is there");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TOOLS.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return needs(context)
                .map(toolbox(context)::provide)
                .flatMap(provision -> provision instanceof Provision.Ready(var tool) ? Stream.of(tool) : Stream.empty())
                .filter(parameter.getParameter().getType()::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("@Needs does not name what is injected"));
    }

    private static ConditionEvaluationResult missing(ExtensionContext context, String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI must check everything: " + reason);
        }
        context.getTestClass().ifPresent(tests -> toolbox(context).unchecked(reason, tests.getSimpleName()));
        return ConditionEvaluationResult.disabled(reason);
    }

    private static Stream<Need> needs(ExtensionContext context) {
        var needs = context.getTestClass().flatMap(tests -> Optional.ofNullable(tests.getAnnotation(Needs.class)));
        return needs.stream().flatMap(found -> Stream.of(found.value()));
    }

    private static Toolbox toolbox(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Toolbox.class))
                .computeIfAbsent(Toolbox.class, _ -> new Toolbox(), Toolbox.class);
    }
}
