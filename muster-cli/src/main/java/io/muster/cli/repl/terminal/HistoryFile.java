package io.muster.cli.repl.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * Lines typed earlier, in a file that only its owner can read. What looks like a secret is remembered for the session but
 * never written.
 */
final class HistoryFile extends DefaultHistory {
    private static final int MOST_LINES = 1_000;
    private static final int LONGEST_LINE = 8_192;
    private static final Pattern SECRET =
            Pattern.compile("(?i)(token|secret|passw|passphrase|pwd|api[-_]?key|credential"
                    + "|authorization|private[-_]?key|access[-_]?key|cookie)[\\w.-]*[\"']?\\s*[=:]"
                    + "|\\bbearer\\s|://[^/?#\\s@]*@");

    /**
     * Has the lines of a reader written to the file, which is made if there is none.
     *
     * @return what prevents it
     */
    static Optional<String> configure(LineReader reader, Path file) {
        try {
            make(file);
        } catch (IOException e) {
            return Optional.of("Lines are remembered for this session only: " + file + " cannot be written ("
                    + e.getClass().getSimpleName() + ")");
        }
        reader.setVariable(LineReader.HISTORY_FILE, file);
        reader.setVariable(LineReader.HISTORY_SIZE, MOST_LINES);
        reader.setVariable(LineReader.HISTORY_FILE_SIZE, MOST_LINES);
        reader.option(Option.HISTORY_TIMESTAMPED, false);
        reader.option(Option.HISTORY_IGNORE_SPACE, true);
        reader.getHistory().attach(reader);
        return Optional.empty();
    }

    private static void make(Path file) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var owner = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        } catch (FileAlreadyExistsException earlier) {
            Files.setPosixFilePermissions(file, owner);
        }
    }

    @Override
    public boolean isPersistable(Entry entry) {
        var line = entry.line();
        return line.length() <= LONGEST_LINE && !SECRET.matcher(line).find() && super.isPersistable(entry);
    }
}
