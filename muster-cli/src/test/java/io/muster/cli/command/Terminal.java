package io.muster.cli.command;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a shell would, and keeps what they say. */
final class Terminal {
    private final Map<String, String> environment = new HashMap<>();
    private String out = "";
    private String err = "";
    private String input = "";
    private boolean watched;

    Terminal(Path home) {
        environment.put("HOME", home.toString());
    }

    Terminal with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Terminal typing(String input) {
        this.input = input;
        return this;
    }

    /** From now on a person watches. */
    Terminal watched(int columns) {
        watched = true;
        return with("COLUMNS", Integer.toString(columns));
    }

    int run(String... words) {
        var written = new StringWriter();
        var said = new StringWriter();
        var console = new Console(
                new PrintWriter(written),
                new PrintWriter(said),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                environment,
                watched);
        var code = new Commands(new RecordingProgram(), console).run(words);
        out = written.toString();
        err = said.toString();
        return code;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }
}
