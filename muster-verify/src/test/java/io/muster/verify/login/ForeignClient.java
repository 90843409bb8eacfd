package io.muster.verify.login;

import io.muster.verify.program.Await;
import io.muster.verify.toolchain.Command;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A foreign client under way: when it needs a person with a browser, it prints a line with a URL at its end.
 */
final class ForeignClient implements AutoCloseable {
    private static final Duration ASKS = Duration.ofSeconds(60);
    private static final Duration ENDS = Duration.ofMinutes(2);
    private static final Pattern OPEN = Pattern.compile("(?m)^(?:open )?(https?://\\S+)$");

    private final Process process;
    private final Path output;

    private ForeignClient(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ForeignClient start(Command command) {
        try {
            var output = Files.createTempFile("verify", ".out");
            var process = command.builder()
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new ForeignClient(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("the client does not start", e);
        }
    }

    /** Where it wants the browser to go. */
    URI asked() {
        return Await.value("client that asks for a browser", ASKS, () -> {
            var found = OPEN.matcher(output());
            if (found.find()) {
                return Optional.of(URI.create(found.group(1)));
            }
            if (!process.isAlive()) {
                throw new AssertionError("the client ended with " + process.exitValue() + ":\n" + output());
            }
            return Optional.empty();
        });
    }

    /** Waits until it printed that. */
    void awaitSaid(String text) {
        Await.until(text, ENDS, () -> output().contains(text));
    }

    /** The JSON document that it printed last. */
    JsonObject findings() {
        return Json.parseObject(report().lines().toList().getLast());
    }

    /** All that it printed; it must have ended well. */
    String report() {
        var exit = Await.value(
                "end of the client",
                ENDS,
                () -> process.isAlive() ? Optional.empty() : Optional.of(process.exitValue()));
        if (exit != 0) {
            throw new AssertionError("the client ended with " + exit + ":\n" + output());
        }
        return output().strip();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Await.until("end of the client", ENDS, () -> !process.isAlive());
        try {
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException("the output stays", e);
        }
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException("no output", e);
        }
    }
}
