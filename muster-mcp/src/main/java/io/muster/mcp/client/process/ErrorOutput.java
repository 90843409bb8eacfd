package io.muster.mcp.client.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a child writes to its standard error: the last lines are kept for error messages, the rest goes to the log, at
 * most {@value #LINES_PER_WINDOW} lines in ten seconds.
 */
final class ErrorOutput implements LineSink {
    private static final Logger log = LoggerFactory.getLogger(ErrorOutput.class);
    private static final int KEPT_LINES = 20;
    private static final int LINES_PER_WINDOW = 100;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final String command;
    private final Redaction redaction;
    private final InstantSource clock;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private Instant windowEnd = Instant.MIN;
    private int logged;
    private int suppressed;

    ErrorOutput(String command, Redaction redaction, InstantSource clock) {
        this.command = command;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** The last lines, oldest first; empty when there were none. */
    synchronized String tail() {
        return String.join("\n", last);
    }

    @Override
    public void line(byte[] line) {
        keep(new String(line, StandardCharsets.UTF_8));
    }

    @Override
    public void part(byte[] bytes, int offset, int length) {
        if (length > 0) {
            keep(new String(bytes, offset, Math.min(length, 1000), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void partsEnd() {}

    private void keep(String raw) {
        if (raw.isBlank()) {
            return;
        }
        var text = redaction.of(raw);
        synchronized (this) {
            if (last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            last.add(text);
        }
        if (log.isDebugEnabled() && mayLog()) {
            log.atDebug()
                    .addKeyValue("command", command)
                    .addKeyValue("line", text)
                    .log("stderr");
        }
    }

    private boolean mayLog() {
        var now = clock.instant();
        if (now.isAfter(windowEnd)) {
            if (suppressed > 0) {
                log.atDebug()
                        .addKeyValue("command", command)
                        .addKeyValue("lines", suppressed)
                        .log("stderr lines not logged");
            }
            windowEnd = now.plus(WINDOW);
            logged = 0;
            suppressed = 0;
        }
        if (logged++ < LINES_PER_WINDOW) {
            return true;
        }
        suppressed++;
        return false;
    }
}
