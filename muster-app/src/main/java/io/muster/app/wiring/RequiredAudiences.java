package io.muster.app.wiring;

import io.muster.gateway.backend.Access;
import io.muster.gateway.catalog.KnownServers;
import io.muster.wire.json.JsonString;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** For whom ID tokens have to be good besides us: what the servers that get them forwarded say at this moment. */
record RequiredAudiences(KnownServers servers) implements Supplier<Set<String>> {
    @Override
    public Set<String> get() {
        var audiences = new TreeSet<String>();
        for (var server : servers.all()) {
            if (server.forwardsToken() && server.spec().access() instanceof Access.PerSession(var auth)) {
                for (var audience : auth.values("requiredAudiences")) {
                    if (audience instanceof JsonString(var id)) {
                        audiences.add(id);
                    }
                }
            }
        }
        return audiences;
    }
}
