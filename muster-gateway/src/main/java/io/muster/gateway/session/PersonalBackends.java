package io.muster.gateway.session;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.ServiceState;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The backends that sessions need a credential of their own for: by their definition, or because they asked for one.
 * Follows the backends as their listener. Thread-safe.
 */
final class PersonalBackends implements BackendListener {
    private final ConcurrentSkipListMap<String, Personal> backends = new ConcurrentSkipListMap<>();
    private final AtomicLong version = new AtomicLong();
    private final Consumer<Change> listener;

    /** One of them. */
    record Personal(BackendSpec spec, CredentialPolicy policy, ServiceState state) {
        String name() {
            return spec.name();
        }

        /** Whether sessions may connect to it; an operator may have stopped it. */
        boolean isOpen() {
            return state == ServiceState.AUTH_REQUIRED || state.isActive();
        }
    }

    /** What sessions have to do about a backend. */
    sealed interface Change {
        String backend();

        /** It is defined in another way, or wants another credential. */
        record Redefined(String backend) implements Change {}

        /** It wants no credential any more. */
        record Opened(String backend) implements Change {}

        /** Its definition is gone. */
        record Removed(String backend) implements Change {}
    }

    PersonalBackends(Consumer<Change> listener) {
        this.listener = listener;
    }

    Optional<Personal> find(String name) {
        return Optional.ofNullable(backends.get(name));
    }

    Collection<Personal> all() {
        return backends.values();
    }

    /** Grows whenever there is something new that a session might want to connect to. */
    long version() {
        return version.get();
    }

    @Override
    public void transitioned(Transition transition) {
        var status = transition.status();
        var before = backends.get(status.name());
        var policy = policy(status.spec(), status.state(), before);
        if (policy.isEmpty()) {
            if (backends.remove(status.name()) != null) {
                listener.accept(new Change.Opened(status.name()));
            }
            return;
        }
        var after = new Personal(status.spec(), policy.get(), status.state());
        backends.put(status.name(), after);
        if (before != null && differs(before, after)) {
            listener.accept(new Change.Redefined(status.name()));
        }
        // Not before sessions have let go of what was: else one might take itself for connected to what is.
        if (before == null || differs(before, after) || !before.isOpen()) {
            version.incrementAndGet();
        }
    }

    /** A backend that asked for a credential by itself goes on doing so until it is seen without. */
    private static Optional<CredentialPolicy> policy(BackendSpec spec, ServiceState state, @Nullable Personal before) {
        if (spec.access() instanceof Access.PerSession declared) {
            return Optional.of(declared.policy());
        }
        var asks = state == ServiceState.AUTH_REQUIRED || (before != null && !state.isActive());
        return asks && spec.endpoint().isRemote() ? Optional.of(CredentialPolicy.SignIn.UNDECLARED) : Optional.empty();
    }

    private static boolean differs(Personal before, Personal after) {
        return !before.spec().equals(after.spec()) || !before.policy().equals(after.policy());
    }

    @Override
    public void removed(String name) {
        if (backends.remove(name) != null) {
            listener.accept(new Change.Removed(name));
        }
    }
}
