package io.muster.control.event;

import io.muster.wire.log.LogLimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in files below the configuration directory. One virtual thread owns the files and the followers: events
 * are written and delivered in the order in which they were recorded, and whoever records one never waits for the disk.
 * A query first waits until everything recorded before it is on disk. When the disk refuses, events still reach the
 * followers.
 */
public final class FileEventJournal implements EventJournal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileEventJournal.class);
    private static final long LONGEST_LOG = 10L << 20;
    private static final int MOST_WAITING = 10_000;
    private static final int LARGEST_BATCH = 500;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final EventFiles files;
    private final InstantSource clock;
    private final ZoneId zone;
    private final LogLimiter limiter;
    private final BlockingQueue<Entry> mailbox = new LinkedBlockingQueue<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private LocalDate pruned = LocalDate.MIN;

    private sealed interface Entry {}

    private record Recorded(Event event) implements Entry {}

    private record Joined(Follower follower) implements Entry {}

    private record Flushed(CountDownLatch latch) implements Entry {}

    private record Closed() implements Entry {}

    /** With identity: the same consumer may follow twice. */
    private static final class Follower {
        private final EventFilter filter;
        private final Consumer<Event> consumer;
        private volatile boolean ended;

        Follower(EventFilter filter, Consumer<Event> consumer) {
            this.filter = filter;
            this.consumer = consumer;
        }

        void hear(Event event) {
            if (!ended && filter.matches(event)) {
                consumer.accept(event);
            }
        }
    }

    /**
     * Opens the journal; the directory is created with the first event.
     *
     * @param zone whose days name the files
     */
    public FileEventJournal(Path directory, InstantSource clock, ZoneId zone) {
        this(directory, clock, zone, LONGEST_LOG);
    }

    FileEventJournal(Path directory, InstantSource clock, ZoneId zone, long longestLog) {
        this.files = new EventFiles(directory, zone, longestLog);
        this.clock = clock;
        this.zone = zone;
        this.limiter = new LogLimiter(clock);
        this.writer = Thread.ofVirtual().name("event-journal").start(this::run);
    }

    @Override
    public void record(Event event) {
        log.atInfo().addKeyValue("subsystem", "event").log("Event for {}", event);
        if (mailbox.size() >= MOST_WAITING) {
            limiter.failed("overflow")
                    .ifPresent(quiet -> log.atWarn()
                            .addKeyValue("repeated", quiet)
                            .log("an event was dropped: they come faster than the disk takes them"));
            return;
        }
        mailbox.add(new Recorded(event));
    }

    @Override
    public List<Event> query(EventQuery query) throws InterruptedException {
        var flushed = new CountDownLatch(1);
        mailbox.add(new Flushed(flushed));
        while (!flushed.await(1, TimeUnit.SECONDS)) {
            if (!writer.isAlive()) {
                break;
            }
        }
        try {
            return files.query(query);
        } catch (IOException e) {
            throw new UncheckedIOException("the events cannot be read", e);
        }
    }

    @Override
    public Subscription follow(EventFilter filter, Consumer<Event> consumer) {
        var follower = new Follower(filter, consumer);
        mailbox.add(new Joined(follower));
        return () -> {
            follower.ended = true;
            followers.remove(follower);
        };
    }

    /** Writes what has been recorded and ends. */
    @Override
    public void close() {
        mailbox.add(new Closed());
        try {
            writer.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Entry>();
        try {
            do {
                batch.clear();
                batch.add(mailbox.take());
                mailbox.drainTo(batch, LARGEST_BATCH);
                write(batch);
                batch.forEach(this::deliver);
            } while (batch.stream().noneMatch(Closed.class::isInstance));
        } catch (InterruptedException ended) {
            log.atDebug().log("the event journal was interrupted");
        }
    }

    private void write(List<Entry> batch) {
        var events = batch.stream()
                .filter(Recorded.class::isInstance)
                .map(entry -> ((Recorded) entry).event())
                .toList();
        if (events.isEmpty()) {
            return;
        }
        try {
            files.append(events);
            prune(clock.instant());
            limiter.recovered("write")
                    .ifPresent(failures ->
                            log.atInfo().addKeyValue("failures", failures).log("events are written again"));
        } catch (IOException | RuntimeException e) {
            limiter.failed("write")
                    .ifPresent(quiet -> log.atWarn()
                            .addKeyValue("repeated", quiet)
                            .setCause(e)
                            .log("events cannot be written"));
        }
    }

    private void prune(Instant now) throws IOException {
        var today = LocalDate.ofInstant(now, zone);
        if (!today.equals(pruned)) {
            pruned = today;
            files.prune(today);
        }
    }

    private void deliver(Entry entry) {
        switch (entry) {
            case Recorded(var event) -> followers.forEach(follower -> tell(follower, event));
            case Joined(var follower) -> {
                if (!follower.ended) {
                    followers.add(follower);
                }
            }
            case Flushed(var latch) -> latch.countDown();
            case Closed() -> followers.clear();
        }
    }

    private void tell(Follower follower, Event event) {
        try {
            follower.hear(event);
        } catch (RuntimeException e) {
            follower.ended = true;
            followers.remove(follower);
            log.atWarn().setCause(e).log("a follower of events failed and is not told any more");
        }
    }
}
