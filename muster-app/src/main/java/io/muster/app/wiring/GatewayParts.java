package io.muster.app.wiring;

import io.muster.gateway.auth.AuthStatus;
import io.muster.gateway.auth.AuthTools;
import io.muster.gateway.call.GatewayServer;
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
import io.muster.gateway.route.ToolCalls;
import io.muster.gateway.tool.ToolProvider;
import io.muster.mcp.McpServer;
import io.muster.oauth.Caller;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.util.ArrayList;
import java.util.List;

/** The core behind the endpoints. */
record GatewayParts(Catalogs catalogs, McpServer<Caller> aggregate, DirectServers direct) {
    static GatewayParts create(
            BackendParts backendParts,
            KnownServers servers,
            List<ToolProvider> ownTools,
            String prefix,
            Meters meters,
            Environment environment,
            Scheduler scheduler) {
        var backends = backendParts.backends();
        var leases = backendParts.leases();
        var providers = new ArrayList<>(ownTools);
        providers.add(new AuthTools(servers));

        var catalogs = new Catalogs(new Naming(prefix), providers);
        var updates = new ResourceUpdates(leases, environment.clock());
        var attachments =
                new Attachments(updates, (uri, caller) -> catalogs.of(caller).resource(uri));
        catalogs.onChange(new ListChanges(attachments::listsChanged, scheduler));
        var direct = new DirectServers(leases, updates, GatewayParts::unlimited);
        backends.listen(catalogs);
        backends.listen(updates);
        backends.listen(direct);

        var metaTools = new MetaTools(catalogs, servers, new ToolCalls(catalogs, leases), new Reads(catalogs, leases));
        var aggregate = new GatewayServer(
                environment.version(), metaTools, new AuthStatus(servers), attachments, GatewayParts::unlimited);
        return new GatewayParts(catalogs, new GatewayMeters(meters).measured(aggregate), direct);
    }

    /** Calls live as long as their client wants them to; a client that cancels ends them. */
    private static Deadline unlimited() {
        return Deadline.NONE;
    }
}
