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
import java.util.TreeMap;
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

    public ServerReconciler(DefinitionStore store, LiveServers live, ServerStatuses statuses, InstantSource clock) {
        this.store = store;
        this.live = live;
        this.statuses = statuses;
        this.clock = clock;
    }

    /** Every server there is work for: all definitions and all backends. */
    public Collection<ResourceKey> keys() {
        var keys = new TreeMap<String, ResourceKey>();
        store.list(ResourceKind.MCP_SERVER).stream()
                .map(DefinitionStore.Entry::name)
                .filter(name ->
                        ResourceName.problem(ResourceKind.MCP_SERVER, name).isEmpty())
                .forEach(name -> keys.put(name, ResourceKey.server(name)));
        live.all().forEach(backend -> keys.put(backend.name(), ResourceKey.server(backend.name())));
        return List.copyOf(keys.values());
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
        return new Reconciled.Done();
    }

    private Reconciled apply(ResourceKey key, BackendSpec spec, List<DefinitionProblem> warnings) {
        var applied = live.apply(spec);
        if (applied != Applied.UNCHANGED && applied != Applied.NOTHING) {
            log.atInfo()
                    .addKeyValue("backend", key.name())
                    .addKeyValue("action", applied)
                    .log("definition applied");
            warnings.forEach(
                    warning -> log.atWarn().addKeyValue("backend", key.name()).log("{}", warning));
        }
        write(key, spec.endpoint().isRemote(), Optional.empty());
        return new Reconciled.Done();
    }

    private Reconciled invalid(ResourceKey key, List<DefinitionProblem> problems) {
        var running = live.find(key.name()).map(BackendStatus::spec);
        var remote = running.map(spec -> spec.endpoint().isRemote()).orElse(false);
        if (write(key, remote, Optional.of(DefinitionProblem.text(problems)))) {
            log.atWarn()
                    .addKeyValue("backend", key.name())
                    .addKeyValue("goesOnRunning", running.isPresent())
                    .log("invalid definition: {}", DefinitionProblem.text(problems));
        }
        return new Reconciled.Invalid(problems);
    }

    private boolean write(ResourceKey key, boolean remote, Optional<String> error) {
        var name = key.name();
        var facts = new Facts(remote, error, live.find(name), statuses.find(name));
        return statuses.write(name, StatusProjection.of(facts, clock.instant()));
    }
}
