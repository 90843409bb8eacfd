package io.muster.control.reconcile;

import io.muster.control.definition.BackendDefinition;
import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.DefinitionStore;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.control.status.ServerStatuses;
import io.muster.control.status.StatusProjection;
import io.muster.control.status.StatusProjection.Facts;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends.Applied;
import io.muster.wire.json.decode.Decoded;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one backend follow its definition. A definition that is gone removes the backend; one that cannot be read or is
 * wrong changes nothing but the status, so that the last good one goes on running. A backend that a person stopped stays
 * stopped, and {@code autoStart} turned off stops nothing: both hold because an unchanged or relabelled spec needs no
 * action.
 */
public final class ServerReconciler implements Reconciler {
    private static final Logger log = LoggerFactory.getLogger(ServerReconciler.class);

    private final DefinitionStore store;
    private final LiveServers live;
    private final ServerStatuses statuses;
    private final InstantSource clock;
    private final DefinitionLog lines;

    public ServerReconciler(DefinitionStore store, LiveServers live, ServerStatuses statuses, InstantSource clock) {
        this(store, live, statuses, clock, new DefinitionLog());
    }

    ServerReconciler(
            DefinitionStore store,
            LiveServers live,
            ServerStatuses statuses,
            InstantSource clock,
            DefinitionLog lines) {
        this.store = store;
        this.live = live;
        this.statuses = statuses;
        this.clock = clock;
        this.lines = lines;
    }

    /** Every server there is work for: all definitions, all backends, and what is left of either. */
    public Collection<ResourceKey> keys() {
        var names = new TreeSet<>(statuses.names());
        var defined = store.list(ResourceKind.MCP_SERVER).stream()
                .collect(Collectors.partitioningBy(entry -> ResourceName.problem(ResourceKind.MCP_SERVER, entry.name())
                        .isEmpty()));
        lines.misnamed(defined.getOrDefault(false, List.of()));
        defined.getOrDefault(true, List.of()).forEach(entry -> names.add(entry.name()));
        live.all().forEach(backend -> names.add(backend.name()));
        return names.stream().map(ResourceKey::server).toList();
    }

    /** A file that is no definition because of its name may have changed; if it is still there, it is told again. */
    public void misnamed(String file) {
        lines.changed(file);
    }

    @Override
    public Reconciled reconcile(ResourceKey key) throws InterruptedException {
        return switch (store.find(key)) {
            case DefinitionStore.Absent() -> remove(key);
            case DefinitionStore.Unreadable(var problems) -> invalid(key, problems);
            case DefinitionStore.Found(var definition, var source) ->
                switch (BackendDefinition.decode(key, definition)) {
                    case Decoded.Invalid<BackendSpec>(var problems) -> invalid(key, source.locate(problems));
                    case Decoded.Valid<BackendSpec>(var spec, var warnings) ->
                        apply(key, spec, source.locate(warnings));
                };
        };
    }

    private Reconciled remove(ResourceKey key) throws InterruptedException {
        if (live.remove(key.name())) {
            log.atInfo().addKeyValue("backend", key.name()).log("definition is gone, backend removed");
        }
        statuses.forget(key.name());
        lines.gone(key.name());
        return new Reconciled.Done();
    }

    private Reconciled apply(ResourceKey key, BackendSpec spec, List<DefinitionProblem> warnings) {
        var applied = live.apply(spec);
        if (applied != Applied.UNCHANGED && applied != Applied.NOTHING) {
            log.atInfo()
                    .addKeyValue("backend", key.name())
                    .addKeyValue("action", applied)
                    .log("definition applied");
        }
        lines.usable(spec, warnings);
        write(key, spec.endpoint().isRemote(), Optional.empty());
        return new Reconciled.Done();
    }

    private Reconciled invalid(ResourceKey key, List<DefinitionProblem> problems) {
        var running = live.find(key.name()).map(BackendStatus::spec);
        var remote = running.map(spec -> spec.endpoint().isRemote()).orElse(false);
        lines.unusable(key.name(), problems, running.isPresent());
        write(key, remote, Optional.of(DefinitionProblem.text(problems)));
        return new Reconciled.Invalid(problems);
    }

    private void write(ResourceKey key, boolean remote, Optional<String> error) {
        var name = key.name();
        var facts = new Facts(remote, error, live.find(name), statuses.find(name));
        statuses.write(name, StatusProjection.of(facts, clock.instant()));
    }
}
