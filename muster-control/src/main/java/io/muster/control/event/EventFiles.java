package io.muster.control.event;

import io.muster.wire.file.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The directory of events: {@code events-YYYY-MM-DD.json} for machines, {@code events.log} for people. Only the former
 * is ever read. Written by one thread.
 */
final class EventFiles {
    static final int KEPT_DAYS = 30;

    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparing(Event::time).reversed();
    private static final Pattern DAY = Pattern.compile("events-(\\d{4}-\\d{2}-\\d{2})\\.json");

    private final Path directory;
    private final ZoneId zone;
    private final long longestLog;
    private final EventCodec codec;

    private record DayFile(LocalDate day, Path path) {}

    EventFiles(Path directory, ZoneId zone, long longestLog) {
        this.directory = directory;
        this.zone = zone;
        this.longestLog = longestLog;
        this.codec = new EventCodec(zone);
    }

    /** Appends events in their order to the files of their days and to the log. */
    void append(List<Event> events) throws IOException {
        var texts = new LinkedHashMap<Path, ByteArrayOutputStream>();
        for (var event : events) {
            add(texts, directory.resolve("events-" + day(event.time()) + ".json"), codec.json(event));
        }
        var log = directory.resolve("events.log");
        for (var event : events) {
            add(texts, log, codec.text(event));
        }
        createDirectory();
        rotate(log);
        for (var text : texts.entrySet()) {
            append(text.getKey(), text.getValue().toByteArray());
        }
    }

    /** Newest first. Reads no more files than needed and holds no more events than asked for. */
    List<Event> query(EventQuery query) throws IOException {
        // A day more on both sides: the zone may have been another one when the file was written.
        var from = query.since().map(since -> day(since).minusDays(1)).orElse(LocalDate.MIN);
        var to = query.until().map(until -> day(until).plusDays(1)).orElse(LocalDate.MAX);
        var found = new ArrayList<Event>();
        for (var file : newestFirst()) {
            if (found.size() >= query.limit() || file.day().isBefore(from)) {
                break;
            }
            if (!file.day().isAfter(to)) {
                found.addAll(newest(file.path(), query, query.limit() - found.size()));
            }
        }
        found.sort(NEWEST_FIRST);
        return List.copyOf(found);
    }

    /** Deletes the files of days that are long gone. */
    void prune(LocalDate today) throws IOException {
        for (var file : newestFirst()) {
            if (file.day().isBefore(today.minusDays(KEPT_DAYS))) {
                Files.deleteIfExists(file.path());
            }
        }
    }

    private List<Event> newest(Path path, EventQuery query, int limit) throws IOException {
        var last = new ArrayDeque<Event>();
        try (var in = new BufferedInputStream(Files.newInputStream(path))) {
            var lines = new LineReader(in, EventCodec.LONGEST_LINE);
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                codec.read(line.get()).filter(query::matches).ifPresent(last::addFirst);
                if (last.size() > limit) {
                    last.removeLast();
                }
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return List.of();
        }
        return last.stream().sorted(NEWEST_FIRST).toList();
    }

    private List<DayFile> newestFirst() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var paths = Files.list(directory)) {
            return paths.map(EventFiles::dayFile)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(DayFile::day).reversed())
                    .toList();
        }
    }

    private static Optional<DayFile> dayFile(Path path) {
        var name = DAY.matcher(path.getFileName().toString());
        try {
            return name.matches() ? Optional.of(new DayFile(LocalDate.parse(name.group(1)), path)) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) >= longestLog) {
            Files.move(log, directory.resolve("events.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void append(Path file, byte[] lines) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        boolean torn = endsInMidLine(file);
        // Messages quote what backends say: nobody else's business.
        try (var channel = FileChannel.open(file, options, OwnerOnly.file(file))) {
            // The end of a write that was cut off (a full disk, a kill) must not spoil the next line.
            var bytes = ByteBuffer.allocate(lines.length + 1);
            if (torn) {
                bytes.put((byte) '\n');
            }
            bytes.put(lines).flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static boolean endsInMidLine(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    private void createDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OwnerOnly.directory(directory));
        }
    }

    private static void add(Map<Path, ByteArrayOutputStream> texts, Path file, byte[] line) {
        texts.computeIfAbsent(file, _ -> new ByteArrayOutputStream()).writeBytes(line);
    }

    private LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, zone);
    }
}
