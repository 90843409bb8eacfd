package io.muster.cli.repl;

import io.muster.cli.format.EventLine;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.mcp.Message;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Shows what the server says by itself, but no more of it than a person can read. Thread-safe. */
final class Notices {
    private static final int MOST_PER_WINDOW = 20;
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(500);
    private static final int LONGEST = 500;

    private final Output out;
    private final boolean verbose;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private volatile boolean wanted = true;
    private int shown;
    private int dropped;
    private boolean windowOpen;
    private Instant nextProgress = Instant.EPOCH;

    /** A line about a notification. */
    record Notice(Tone tone, String text) {}

    /** @param verbose whether what is for programs is shown, too */
    Notices(Output out, boolean verbose, InstantSource clock, Scheduler scheduler) {
        this.out = out;
        this.verbose = verbose;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    void show(boolean wanted) {
        this.wanted = wanted;
    }

    void hear(Message.Notification notification) {
        if (!wanted || isTooSoon(notification)) {
            return;
        }
        text(notification, verbose)
                .filter(_ -> isAdmitted())
                .ifPresent(notice -> out.notice(notice.tone(), notice.text()));
    }

    /** Progress is told twice a second; its end always is. */
    private synchronized boolean isTooSoon(Message.Notification notification) {
        if (!notification.method().equals("notifications/progress")) {
            return false;
        }
        var params = notification.params();
        var isEnd = params.has("total") && number(params, "progress") >= number(params, "total");
        var now = clock.instant();
        if (!isEnd && now.isBefore(nextProgress)) {
            return true;
        }
        nextProgress = now.plus(BETWEEN_PROGRESS);
        return false;
    }

    private synchronized boolean isAdmitted() {
        if (!windowOpen) {
            windowOpen = true;
            var _ = scheduler.after(WINDOW, this::closeWindow);
        }
        if (shown == MOST_PER_WINDOW) {
            dropped++;
            return false;
        }
        shown++;
        return true;
    }

    private void closeWindow() {
        int missing;
        synchronized (this) {
            missing = dropped;
            shown = 0;
            dropped = 0;
            windowOpen = false;
        }
        if (missing > 0) {
            out.notice(Tone.FAINT, "... " + Text.count(missing, "notification") + " not shown");
        }
    }

    /** What a person is told of a notification; nothing about most. Pure. */
    static Optional<Notice> text(Message.Notification notification, boolean verbose) {
        var params = notification.params();
        return switch (notification.method()) {
            case "notifications/message" -> Optional.of(message(params));
            case "notifications/progress" -> Optional.of(new Notice(Tone.FAINT, progress(params)));
            case "notifications/resources/updated" -> notice("Resource changed: " + params.text("uri", "?"));
            case "notifications/muster/event" -> notice(new EventLine(OutputFormat.TABLE, false).of(params));
            case String method when method.endsWith("/list_changed") && !verbose -> Optional.empty();
            case String method
            when verbose ->
                notice("Received notification: " + method + (params.isEmpty() ? "" : " " + Json.text(params)));
            default -> Optional.empty();
        };
    }

    private static Optional<Notice> notice(String text) {
        return Optional.of(new Notice(Tone.FAINT, Text.cut(Text.line(text), LONGEST)));
    }

    private static Notice message(JsonObject params) {
        var level = params.text("level", "info");
        var tone = switch (level) {
            case "error", "critical", "alert", "emergency" -> Tone.BAD;
            case "warning" -> Tone.WARNING;
            default -> Tone.FAINT;
        };
        var logger = params.text("logger").map(name -> name + ": ").orElse("");
        var data = params.get("data").map(Notices::plain).orElse("");
        return new Notice(tone, Text.cut(Text.line("[" + level + "] " + logger + data), LONGEST));
    }

    private static String plain(JsonValue value) {
        return value instanceof JsonString text ? text.value() : Json.text(value);
    }

    private static String progress(JsonObject params) {
        var text = new StringBuilder("Progress: ").append(figure(params, "progress"));
        if (params.has("total")) {
            text.append('/').append(figure(params, "total"));
        }
        params.text("message").ifPresent(message -> text.append(" - ").append(message));
        return Text.cut(Text.line(text.toString()), LONGEST);
    }

    private static String figure(JsonObject params, String name) {
        return params.get(name).map(Json::text).orElse("?");
    }

    private static double number(JsonObject params, String name) {
        return params.get(name).orElse(JsonNumber.of(0)) instanceof JsonNumber number ? number.doubleValue() : 0;
    }
}
