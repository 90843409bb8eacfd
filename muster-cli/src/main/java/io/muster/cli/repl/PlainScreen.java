package io.muster.cli.repl;

import io.muster.cli.format.Style;
import io.muster.cli.format.Tone;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A session without a terminal: a command per line of the input, results on the output, everything else on the error
 * output. No prompts, no colours.
 */
public final class PlainScreen implements Screen {
    private final BufferedReader in;
    private final PrintWriter out;
    private final PrintWriter err;

    public PlainScreen(InputStream in, PrintWriter out, PrintWriter err) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.err = err;
    }

    /** Ends also when nobody reads the output any more. */
    @Override
    public Input read(Prompt prompt) {
        try {
            var line = out.checkError() ? null : in.readLine();
            return line == null ? new Input.End() : new Input.Line(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the input cannot be read", e);
        }
    }

    @Override
    public Input ask(String question, List<String> choices) {
        return new Input.End();
    }

    @Override
    public synchronized void print(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public synchronized void note(Tone tone, String text) {
        err.println(text);
        err.flush();
    }

    @Override
    public Style style() {
        return Style.PLAIN;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    /** Ctrl-C ends the process here. */
    @Override
    public void onInterrupt(Runnable task) {}

    @Override
    public void assist(Assistant assistant) {}

    @Override
    public void close() {}
}
