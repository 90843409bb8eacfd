package io.muster.app.wiring;

import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.catalog.KnownServers;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** For whom ID tokens have to be good besides us: what the servers that get them forwarded say at this moment. */
record RequiredAudiences(KnownServers servers) implements Supplier<Set<String>> {
    @Override
    public Set<String> get() {
        var audiences = new TreeSet<String>();
        for (var server : servers.all()) {
            if (server.policy() instanceof CredentialPolicy.ForwardSubject(var required)) {
                audiences.addAll(required);
            }
        }
        return audiences;
    }
}
