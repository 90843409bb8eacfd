package io.muster.verify.login;

import io.muster.verify.toolchain.Keycloak;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Keycloak for all tests of a run: it starts with the first that needs it, and ends with the run. */
final class SharedKeycloak implements AutoCloseable {
    private @Nullable RunningKeycloak running;

    private SharedKeycloak() {}

    /** Hands it to tests. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedKeycloak.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(SharedKeycloak.class))
                    .computeIfAbsent(SharedKeycloak.class, _ -> new SharedKeycloak(), SharedKeycloak.class);
        }
    }

    synchronized RunningKeycloak running(Keycloak executable) {
        var present = running;
        if (present == null) {
            present = RunningKeycloak.start(executable);
            running = present;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            running.close();
        }
    }
}
