package io.muster.cli.bridge;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonValue;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The lines that a {@link Monitor} prints, each with the time. Thread-safe: lines are never torn. */
final class MonitorLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'['yyyy-MM-dd HH:mm:ss']'");
    private static final String PLAIN = "";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String BLUE = "\u001b[34m";
    private static final String GREY = "\u001b[90m";
    private static final String END = "\u001b[0m";

    private final Monitor.Style style;
    private final PrintWriter out;
    private final InstantSource clock;
    private final ZoneId zone;

    MonitorLog(Monitor.Style style, PrintWriter out, InstantSource clock) {
        this.style = style;
        this.out = out;
        this.clock = clock;
        this.zone = style.zone();
    }

    void info(String text) {
        line(PLAIN, text);
    }

    void debug(String text) {
        if (style.verbose()) {
            line(GREY, text);
        }
    }

    void success(String text) {
        line(GREEN, text);
    }

    void error(String text) {
        line(RED, text);
    }

    /** What is sent: the sentence, or the whole message. */
    void request(String method, JsonValue params, String sentence) {
        message(BLUE, "→ REQUEST (" + method + "):", params, sentence);
    }

    void response(String method, JsonValue result, String sentence) {
        message(GREEN, "← RESPONSE (" + method + "):", result, sentence);
    }

    void notification(String method, JsonValue params, String sentence) {
        message(YELLOW, "← NOTIFICATION (" + method + "):", params, sentence);
    }

    /** Lines without a time, which belong to the one before. */
    synchronized void lines(Iterable<String> texts) {
        texts.forEach(text -> out.println(printable(text)));
        out.flush();
    }

    private void message(String color, String header, JsonValue payload, String sentence) {
        if (!style.jsonRpc()) {
            line(PLAIN, sentence);
            return;
        }
        var body = Json.text(payload, JsonFormat.INDENTED).indent(4);
        line(color, header + "\n" + body);
    }

    private synchronized void line(String color, String text) {
        var start = style.color() ? color : PLAIN;
        var time = TIME.format(clock.instant().atZone(zone));
        out.println(start + time + " " + printable(text) + (start.isEmpty() ? "" : END));
        out.flush();
    }

    /** A server's texts must not control the terminal. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
