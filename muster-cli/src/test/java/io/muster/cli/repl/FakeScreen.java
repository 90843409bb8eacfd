package io.muster.cli.repl;

import io.muster.cli.format.Style;
import io.muster.cli.format.Tone;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A person whose answers are known beforehand, and what that person sees. */
final class FakeScreen implements Screen {
    private final BlockingQueue<Input> answers = new LinkedBlockingQueue<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final Semaphore seen = new Semaphore(0);
    private volatile Runnable onInterrupt = () -> {};

    FakeScreen types(String... lines) {
        for (var line : lines) {
            answers.add(new Input.Line(line));
        }
        return this;
    }

    FakeScreen does(Input input) {
        answers.add(input);
        return this;
    }

    /** Ctrl-C while nobody reads. */
    void interrupt() {
        onInterrupt.run();
    }

    /** Waits until what is seen is as it should be. */
    void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (!seen.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new AssertionError("only seen: " + notes + printed);
            }
        }
    }

    List<String> notes() {
        return notes;
    }

    List<String> questions() {
        return questions;
    }

    String printed() {
        return String.join("", printed);
    }

    @Override
    public Input read(Prompt prompt) {
        return next();
    }

    @Override
    public Input ask(String question, List<String> choices) {
        questions.add(question);
        return next();
    }

    private Input next() {
        try {
            var input = answers.poll(20, TimeUnit.SECONDS);
            return input == null ? new Input.End() : input;
        } catch (InterruptedException withdrawn) {
            return new Input.Interrupted(true);
        }
    }

    @Override
    public void print(String text) {
        printed.add(text);
        seen.release();
    }

    @Override
    public void note(Tone tone, String text) {
        notes.add(text);
        seen.release();
    }

    @Override
    public Style style() {
        return new Style(true, 80, false);
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void onInterrupt(Runnable task) {
        onInterrupt = task;
    }

    @Override
    public void assist(Assistant assistant) {}

    @Override
    public void close() {}
}
