package io.muster.app.wiring;

import io.muster.app.config.ConfigFile;
import io.muster.app.config.ConfigTools;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.event.BackendEvents;
import io.muster.control.event.EventRecorder;
import io.muster.control.event.FileEventJournal;
import io.muster.control.event.SignOnEvents;
import io.muster.control.file.FileDefinitionStore;
import io.muster.control.file.FileStatusStore;
import io.muster.control.file.FileWatch;
import io.muster.control.reconcile.LiveServers;
import io.muster.control.reconcile.ReconcileLoop;
import io.muster.control.reconcile.ServerReconciler;
import io.muster.control.reconcile.StateChanges;
import io.muster.control.status.SanitizedText;
import io.muster.control.status.ServerStatuses;
import io.muster.control.tool.AggregatorService;
import io.muster.control.tool.EventTools;
import io.muster.control.tool.McpServerTools;
import io.muster.control.tool.RunningBackends;
import io.muster.control.tool.ServerSessions;
import io.muster.control.tool.ServiceTools;
import io.muster.gateway.backend.Backends;
import io.muster.gateway.tool.ToolProvider;
import io.muster.wire.time.Scheduler;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Definitions, their reconciliation, events, and the tools over them.
 *
 * @param signOns makes events of what fails in sessions
 * @param tools in catalogue order
 */
record ControlParts(ServerReconciler reconciler, ReconcileLoop loop, SignOnEvents signOns, List<ToolProvider> tools) {

    static ControlParts create(
            Backends backends,
            FileEventJournal journal,
            ConfigFile.Loaded loaded,
            ServerSessions sessions,
            Supplier<AggregatorService> aggregator,
            Environment environment,
            Scheduler scheduler) {
        var directory = environment.configDirectory();
        var clock = environment.clock();
        var recorder = new EventRecorder(journal, clock, loaded.config().namespace());
        backends.listen(new BackendEvents(recorder, SanitizedText::of));

        var store = new FileDefinitionStore(directory);
        var statuses = new ServerStatuses(new FileStatusStore(directory));
        var live = LiveServers.of(backends);
        var reconciler = new ServerReconciler(store, live, statuses, clock);
        var loop = new ReconcileLoop(reconciler, reconciler::keys, scheduler);
        backends.listen(new StateChanges(loop::changed));

        return new ControlParts(
                reconciler,
                loop,
                new SignOnEvents(recorder),
                List.of(
                        new ServiceTools(RunningBackends.of(backends), new StoredDefinitions(store), aggregator),
                        new ConfigTools(new ConfigFile(directory), loaded),
                        new McpServerTools(
                                store, live, statuses, loop, sessions, new DefinitionJournal(recorder), clock),
                        new EventTools(journal, clock, environment.zone())));
    }

    /** Begins to follow the definitions; ends before the backends do. */
    void start(Environment environment, Scheduler scheduler, Lifecycle lifecycle) {
        lifecycle.own(loop).start();
        FileWatch.start(
                        environment.configDirectory(),
                        Set.of(ResourceKind.MCP_SERVER),
                        new Changes(reconciler, loop),
                        scheduler)
                .ifPresent(lifecycle::own);
    }

    private record Changes(ServerReconciler reconciler, ReconcileLoop loop) implements FileWatch.Listener {
        @Override
        public void changed(ResourceKey key) {
            loop.changed(key);
        }

        @Override
        public void misnamed(String file) {
            reconciler.misnamed(file);
            loop.resync();
        }

        @Override
        public void resync() {
            loop.resync();
        }
    }
}
