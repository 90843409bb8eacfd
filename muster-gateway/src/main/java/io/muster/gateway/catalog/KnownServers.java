package io.muster.gateway.catalog;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.ServiceState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** All backends by name with their state, connected or not; follows them as their listener. Thread-safe. */
public final class KnownServers implements BackendListener {
    private final ConcurrentSkipListMap<String, Known> servers = new ConcurrentSkipListMap<>();

    /** One backend and how it is doing. */
    public record Known(BackendSpec spec, ServiceState state) {
        public String name() {
            return spec.name();
        }

        /** Whether a session has to be authenticated to it: by its definition, or because it answered 401. */
        public boolean needsLogin() {
            return spec.access() instanceof Access.PerSession || state == ServiceState.AUTH_REQUIRED;
        }

        /** Where the credential of a session for it comes from, if it needs one. */
        public CredentialPolicy policy() {
            return spec.access() instanceof Access.PerSession declared
                    ? declared.policy()
                    : CredentialPolicy.SignIn.UNDECLARED;
        }

        /** Whether sessions are connected by single sign-on instead of by a login. */
        public boolean isSingleSignOn() {
            return policy().isSingleSignOn();
        }
    }

    public Optional<Known> find(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /** Ordered by name. */
    public List<Known> all() {
        return List.copyOf(servers.values());
    }

    @Override
    public void transitioned(Transition transition) {
        var status = transition.status();
        servers.put(status.name(), new Known(status.spec(), status.state()));
    }

    @Override
    public void removed(String name) {
        servers.remove(name);
    }
}
