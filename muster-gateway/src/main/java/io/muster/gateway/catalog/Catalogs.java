package io.muster.gateway.catalog;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.tool.ToolProvider;
import io.muster.oauth.Caller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current catalogue of every session. Follows the backends as their listener: a change is visible to {@link #of} when
 * the listener method returns. Changes that arrive while a catalogue is being built share the next build; readers never
 * wait.
 */
public final class Catalogs implements BackendListener {
    private static final Logger log = LoggerFactory.getLogger(Catalogs.class);

    private final Naming naming;
    private final List<ToolProvider> providers;
    private final PersonalOffers personal;
    private final Problems problems;
    private final List<Consumer<CatalogChange>> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<String, Source> sources = new ConcurrentSkipListMap<>();
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicLong wantedOwn = new AtomicLong();
    private final ReentrantLock building = new ReentrantLock();
    private long built;
    private long builtOwn = -1;
    private List<CatalogTool> own = List.of();
    private volatile Edition current = new Edition(Catalog.EMPTY, new PersonalCatalogs(List.of(), _ -> Catalog.EMPTY));

    /** One state of what all sessions see, and what follows from it for those that see more. */
    private record Edition(Catalog shared, PersonalCatalogs personal) {}

    /** What is known of a backend: the section only when all sessions see it. */
    private record Source(
            BackendSpec spec,
            Inventory inventory,
            boolean active,
            @Nullable Section section) {}

    /**
     * @param providers of Muster's own tools, in the order of the catalogue
     * @param personal what sessions are offered beyond what all are
     */
    public Catalogs(Naming naming, List<ToolProvider> providers, PersonalOffers personal, InstantSource clock) {
        this.naming = naming;
        this.providers = List.copyOf(providers);
        this.personal = personal;
        this.problems = new Problems(clock);
        refresh();
    }

    /** The catalogue of the caller's session at this moment. */
    public Catalog of(Caller caller) {
        var edition = current;
        var own = personal.of(caller);
        return own.isEmpty() ? edition.shared() : edition.personal().of(own);
    }

    /** What all sessions see. */
    public Catalog shared() {
        return current.shared();
    }

    /** To be called when the tools of a provider changed. A provider's {@code tools} must answer from memory. */
    public void refresh() {
        wantedOwn.incrementAndGet();
        rebuild();
    }

    /** Adds a listener; it hears of changes on the thread that caused them. */
    public void onChange(Consumer<CatalogChange> listener) {
        listeners.add(listener);
    }

    @Override
    public void transitioned(Transition transition) {
        var status = transition.status();
        update(status.spec(), status.inventory(), status.state().isActive());
    }

    @Override
    public void inventoryChanged(String name, Inventory inventory) {
        var known = sources.get(name);
        if (known != null) {
            update(known.spec(), inventory, known.active());
        }
    }

    @Override
    public void removed(String name) {
        if (sources.remove(name) != null) {
            rebuild();
        }
    }

    // Listener methods come in order per backend, so that nobody else writes this backend's source meanwhile.
    private void update(BackendSpec spec, Inventory inventory, boolean active) {
        var known = sources.get(spec.name());
        if (known != null
                && known.spec().equals(spec)
                && known.inventory().equals(inventory)
                && known.active() == active) {
            return;
        }
        var visible = active && spec.access() instanceof Access.Shared;
        var section = visible ? Section.of(naming, spec, inventory) : null;
        sources.put(spec.name(), new Source(spec, inventory, active, section));
        if (visible || (known != null && known.section() != null)) {
            rebuild();
        }
    }

    private void rebuild() {
        var mine = wanted.incrementAndGet();
        CatalogChange change;
        building.lock();
        try {
            if (built >= mine) {
                return;
            }
            change = build();
        } finally {
            building.unlock();
        }
        if (change.any()) {
            listeners.forEach(listener -> listener.accept(change));
        }
    }

    private CatalogChange build() {
        var covers = wanted.get();
        renewOwn();
        var sections = new ArrayList<Section>();
        for (var source : sources.values()) {
            if (source.section() != null) {
                sections.add(source.section());
            }
        }
        var before = current.shared();
        var after = Assembly.assemble(naming, sections, own, before);
        var ours = own;
        current =
                new Edition(after, new PersonalCatalogs(sections, all -> Assembly.assemble(naming, all, ours, after)));
        built = covers;
        problems.news(before.problems(), after.problems())
                .forEach(problem -> log.atWarn().log(problem));
        return CatalogChange.between(before, after);
    }

    private void renewOwn() {
        var covers = wantedOwn.get();
        if (builtOwn == covers) {
            return;
        }
        own = providers.stream()
                .flatMap(provider -> provider.tools(Caller.UNPROTECTED).stream()
                        .map(tool -> CatalogTool.of(tool, new Route.ToProvider(provider))))
                .toList();
        builtOwn = covers;
    }
}
