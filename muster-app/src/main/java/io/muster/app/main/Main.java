package io.muster.app.main;

import io.muster.cli.client.UrlConnectionClient;
import io.muster.cli.command.Commands;
import io.muster.cli.command.Console;

/** The program {@code muster}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty(UrlConnectionClient.RETRY_POST, "false");
        System.exit(new Commands(new MusterProgram(), Console.ofProcess()).run(args));
    }
}
