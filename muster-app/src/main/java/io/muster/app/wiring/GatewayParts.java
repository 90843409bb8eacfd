package io.muster.app.wiring;

import io.muster.gateway.auth.AuthStatus;
import io.muster.gateway.auth.AuthTools;
import io.muster.gateway.backend.Backends;
import io.muster.gateway.call.GatewayServer;
import io.muster.gateway.catalog.CatalogChange;
import io.muster.gateway.catalog.Catalogs;
import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.catalog.Naming;
import io.muster.gateway.direct.DirectServers;
import io.muster.gateway.metatool.MetaTools;
import io.muster.gateway.meter.GatewayMeters;
import io.muster.gateway.notify.Attachments;
import io.muster.gateway.notify.ListChanges;
import io.muster.gateway.notify.ResourceUpdates;
import io.muster.gateway.route.Reads;
import io.muster.gateway.route.ScopeChallenges;
import io.muster.gateway.route.ToolCalls;
import io.muster.gateway.session.SessionListener;
import io.muster.gateway.signin.LoginFlow;
import io.muster.gateway.signin.SignInMeters;
import io.muster.gateway.signin.StepUp;
import io.muster.gateway.tool.ToolProvider;
import io.muster.mcp.McpServer;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The core behind the endpoints. */
record GatewayParts(Catalogs catalogs, McpServer<Caller> aggregate, DirectServers direct) {
    static GatewayParts create(
            Backends backends,
            KnownServers servers,
            SessionParts sessionParts,
            List<ToolProvider> ownTools,
            String prefix,
            Meters meters,
            Environment environment,
            Scheduler scheduler) {
        var sessions = sessionParts.sessions();
        var leases = sessionParts.leases();
        var providers = new ArrayList<>(ownTools);
        providers.add(
                new AuthTools(servers, sessions, sessionParts.logins(), new SignInMeters(meters), environment.clock()));

        var catalogs = new Catalogs(new Naming(prefix), providers, sessions, environment.clock());
        var updates = new ResourceUpdates(leases, sessions::isPersonal, environment.clock());
        var attachments =
                new Attachments(updates, (uri, caller) -> catalogs.of(caller).resource(uri), sessions::attached);
        var changes = new ListChanges(attachments::listsChanged, scheduler);
        catalogs.onChange(change -> changes.accept(Optional.empty(), change));
        var direct = new DirectServers(leases, updates, sessions::attached, GatewayParts::unlimited);
        backends.listen(catalogs);
        backends.listen(updates);
        backends.listen(direct);
        sessions.listen(new SessionNews(changes, backends));
        sessions.listen(updates);
        sessions.listen(direct);

        var calls = new ToolCalls(catalogs, leases, challenges(sessionParts.logins(), servers));
        var metaTools = new MetaTools(catalogs, servers, sessions, calls, new Reads(catalogs, leases));
        var aggregate = new GatewayServer(
                environment.version(),
                metaTools,
                new AuthStatus(servers, sessions, sessionParts.logins()),
                attachments,
                GatewayParts::unlimited);
        return new GatewayParts(catalogs, new GatewayMeters(meters).measured(aggregate), direct);
    }

    /** Who lacks permissions is sent where they are given. */
    private static ScopeChallenges challenges(Optional<LoginFlow> logins, KnownServers servers) {
        return (server, caller, challenges) -> {
            var spec = servers.find(server).map(KnownServers.Known::spec);
            return logins.isEmpty() || spec.isEmpty()
                    ? Optional.empty()
                    : logins.get().stepUp(caller, spec.get(), challenges).map(StepUp::result);
        };
    }

    /** Tells clients of a session what it is offered, and everybody that a backend lives that a session is connected to. */
    private record SessionNews(ListChanges changes, Backends backends) implements SessionListener {
        @Override
        public void connected(SessionId session, String backend) {
            backends.entered(backend);
        }

        @Override
        public void offersChanged(SessionId session, CatalogChange change) {
            changes.accept(Optional.of(session), change);
        }
    }

    /** Calls live as long as their client wants them to; a client that cancels ends them. */
    private static Deadline unlimited() {
        return Deadline.NONE;
    }
}
