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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
    private final Runnable resync;
    private final Scheduler scheduler;
    private final WatchService service;
    private final Debounce<ResourceKey> debounce;
    private final Map<ResourceKind, WatchKey> watched = new ConcurrentHashMap<>();

    private FileWatch(
            Path config,
            Set<ResourceKind> kinds,
            Consumer<ResourceKey> changed,
            Runnable resync,
            Scheduler scheduler,
            WatchService service) {
        this.files = new DefinitionFiles(config);
        this.kinds = Set.copyOf(kinds);
        this.resync = resync;
        this.scheduler = scheduler;
        this.service = service;
        this.debounce = new Debounce<>(QUIET, scheduler, changed);
    }

    /**
     * Begins to watch.
     *
     * @param changed is told what may have changed; must not block
     * @param resync is called when anything may have changed; must not block for long
     */
    public static FileWatch start(
            Path config, Set<ResourceKind> kinds, Consumer<ResourceKey> changed, Runnable resync, Scheduler scheduler)
            throws IOException {
        var service = config.getFileSystem().newWatchService();
        var watch = new FileWatch(config, kinds, changed, resync, scheduler, service);
        watch.kinds.forEach(watch::watch);
        var checks = scheduler.every(CHECK, watch::check);
        Thread.ofVirtual().name("definition-watch").start(() -> watch.run(checks));
        return watch;
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
                resync.run();
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
        DefinitionFiles.definitionName(String.valueOf(event.context()))
                .filter(name -> ResourceName.problem(kind, name).isEmpty())
                .ifPresent(name -> debounce.touch(new ResourceKey(kind, name)));
    }

    /** Watches what is not watched, or is another directory of the same name by now. */
    private void check() {
        var renewed = kinds.stream().filter(this::watch).count();
        if (renewed > 0) {
            resync.run();
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
        debounce.clear();
    }
}
