package io.muster.control.file;

import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.control.definition.ResourceName;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the directories of definitions and says which definition may have changed. Only a hint: events that get lost
 * are made up for by the periodic resync. A directory that is missing is created; one that is deleted or replaced is
 * watched again.
 */
public final class FileWatch implements AutoCloseable {
    static final Duration QUIET = Duration.ofMillis(500);
    static final Duration CHECK = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

    private final DefinitionFiles files;
    private final Set<ResourceKind> kinds;
    private final Listener listener;
    private final Scheduler scheduler;
    private final WatchService service;
    private final Debounce<ResourceKey> changes;
    private final Debounce<String> misnamed;
    private final Map<ResourceKind, WatchKey> watched = new ConcurrentHashMap<>();

    /** Who is told; must not block for long. */
    public interface Listener {
        /** This definition may have changed. */
        void changed(ResourceKey key);

        /** So may have a file that is no definition because of its name, such as {@code mcpservers/My_Server.yaml}. */
        void misnamed(String file);

        /** Anything may have changed. */
        void resync();
    }

    /** How a system is asked to watch. */
    @FunctionalInterface
    interface Opening {
        WatchService open() throws IOException;
    }

    private FileWatch(
            Path config, Set<ResourceKind> kinds, Listener listener, Scheduler scheduler, WatchService service) {
        this.files = new DefinitionFiles(config);
        this.kinds = Set.copyOf(kinds);
        this.listener = listener;
        this.scheduler = scheduler;
        this.service = service;
        this.changes = new Debounce<>(QUIET, scheduler, listener::changed);
        this.misnamed = new Debounce<>(QUIET, scheduler, listener::misnamed);
    }

    /** Begins to watch; empty when the system has nothing left to watch with, which is told. */
    public static Optional<FileWatch> start(
            Path config, Set<ResourceKind> kinds, Listener listener, Scheduler scheduler) {
        return start(config, kinds, listener, scheduler, config.getFileSystem()::newWatchService);
    }

    static Optional<FileWatch> start(
            Path config, Set<ResourceKind> kinds, Listener listener, Scheduler scheduler, Opening opening) {
        try {
            var watch = new FileWatch(config, kinds, listener, scheduler, opening.open());
            watch.kinds.forEach(watch::watch);
            var checks = scheduler.every(CHECK, watch::check);
            Thread.ofVirtual().name("definition-watch").start(() -> watch.run(checks));
            return Optional.of(watch);
        } catch (IOException e) {
            log.atWarn().setCause(e).log("cannot watch definitions, changes are found by the periodic check");
            return Optional.empty();
        }
    }

    private void run(Scheduler.Timer checks) {
        try {
            while (true) {
                handle(service.take());
            }
        } catch (ClosedWatchServiceException closed) {
            log.atDebug().log("watching of definitions ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            checks.cancel();
        }
    }

    private void handle(WatchKey key) {
        for (var event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                listener.resync();
            } else {
                watched.forEach((kind, own) -> {
                    if (own.equals(key)) {
                        touched(kind, event);
                    }
                });
            }
        }
        if (!key.reset()) {
            watched.values().removeIf(key::equals);
            scheduler.after(QUIET, this::check);
        }
    }

    private void touched(ResourceKind kind, WatchEvent<?> event) {
        var fileName = String.valueOf(event.context());
        DefinitionFiles.definitionName(fileName).ifPresent(name -> {
            if (ResourceName.problem(kind, name).isEmpty()) {
                changes.touch(new ResourceKey(kind, name));
            } else {
                misnamed.touch(DefinitionFiles.label(kind, fileName));
            }
        });
    }

    /** Watches what is not watched, or is another directory of the same name by now. */
    private void check() {
        var renewed = kinds.stream().filter(this::watch).count();
        if (renewed > 0) {
            listener.resync();
        }
    }

    /** Whether this began a new watch. The service answers the same key for a directory that it watches already. */
    private boolean watch(ResourceKind kind) {
        try {
            var directory = files.directory(kind);
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            var key = directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            var before = watched.put(kind, key);
            if (before != null && !before.equals(key)) {
                before.cancel();
            }
            return !key.equals(before);
        } catch (ClosedWatchServiceException closed) {
            return false;
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("directory", kind.plural())
                    .setCause(e)
                    .log("cannot watch definitions, changes are found by the periodic check");
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
        changes.clear();
        misnamed.clear();
    }
}
