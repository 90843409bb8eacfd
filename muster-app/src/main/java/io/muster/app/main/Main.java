package io.muster.app.main;

import io.muster.cli.command.Commands;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program {@code muster}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Commands(new MusterProgram(), out, err).run(args));
    }
}
