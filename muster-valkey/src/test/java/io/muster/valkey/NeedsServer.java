package io.muster.valkey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs only where a Valkey or Redis server can be had. With {@code CI=true} a missing server is a failure. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsServer.Condition.class)
@interface NeedsServer {
    /** Looks for the server, and says once what is not checked without it. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (ServerProgram.found().isPresent()) {
                return ConditionEvaluationResult.enabled("there is a server");
            }
            var reason = "no valkey-server or redis-server on the PATH, and none can be installed";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("CI must check everything: " + reason);
            }
            System.out.println("NOT CHECKED on this machine: " + context.getDisplayName() + ": " + reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
