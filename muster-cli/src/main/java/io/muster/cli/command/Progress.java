package io.muster.cli.command;

import io.muster.wire.time.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A sign of life on a terminal while something takes long; nothing at all elsewhere, and nothing when it is quick. */
final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final String[] FRAMES = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    static final String CLEAR = "\r\u001b[K";

    private final Console console;
    private final Scheduler scheduler;
    private String text;
    private int frame;
    private boolean ended;
    private Scheduler.@Nullable Timer timer;

    private Progress(Console console, Scheduler scheduler, String text) {
        this.console = console;
        this.scheduler = scheduler;
        this.text = text;
    }

    static Progress begin(Console console, Scheduler scheduler, boolean quiet, String text) {
        var progress = new Progress(console, scheduler, text);
        if (console.terminal() && !quiet) {
            progress.timer = scheduler.after(PATIENCE, progress::draw);
        }
        return progress;
    }

    synchronized void now(String text) {
        this.text = text;
    }

    private synchronized void draw() {
        if (!ended) {
            console.err().print(CLEAR + FRAMES[frame % FRAMES.length] + " " + text);
            console.err().flush();
            frame++;
            timer = scheduler.after(STEP, this::draw);
        }
    }

    @Override
    public synchronized void close() {
        if (!ended && frame > 0) {
            console.err().print(CLEAR);
            console.err().flush();
        }
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
