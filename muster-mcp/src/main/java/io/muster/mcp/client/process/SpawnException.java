package io.muster.mcp.client.process;

import java.io.File;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process could not be started. The message says why in the words that people search for. */
public final class SpawnException extends RuntimeException {
    private SpawnException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Finds the reason by looking at the files; the system's own text differs between platforms. */
    static SpawnException of(String command, String path, IOException cause) {
        var candidates = command.contains(File.separator)
                ? Stream.of(new File(command))
                : Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                        .splitAsStream(path)
                        .map(directory -> new File(directory, command));
        var found = candidates.filter(File::exists).toList();
        if (found.isEmpty()) {
            return new SpawnException(
                    command.contains(File.separator)
                            ? "command not found: " + command + ": no such file or directory"
                            : "command not found: " + command + ": executable file not found in $PATH",
                    cause);
        }
        if (found.stream().noneMatch(file -> file.isFile() && file.canExecute())) {
            return new SpawnException("permission denied: " + found.getFirst() + " is not executable", cause);
        }
        return new SpawnException("cannot start " + command + ": " + cause.getMessage(), cause);
    }
}
