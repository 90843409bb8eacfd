package io.muster.app.main;

import io.muster.app.logging.Logging;
import io.muster.cli.command.Commands;
import io.muster.cli.command.Console;

/** The program {@code muster}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        prepare();
        end(new Commands(new MusterProgram(), Console.ofProcess()).run(args));
    }

    /** Settings of the JDK and of libraries that they read from system properties. */
    static void prepare() {
        Logging.expectNone();
        // The JDK's own, not looked for as a service, which would open every library.
        if (System.getProperty("os.name").equals("Linux")) {
            System.setProperty("java.nio.channels.spi.SelectorProvider", "sun.nio.ch.EPollSelectorProvider");
        }
        // The default, as the security settings have it; they need not be read where there is no TLS.
        System.setProperty("jdk.includeInExceptions", "hostInfoExclSocket");
        // Commands say themselves how to read their values; looking for other ways would open every library.
        System.setProperty("picocli.converters.excludes", ".*");
    }

    /**
     * Ends the process without {@link System#exit}, which would set up logging and open every library, only to find out
     * that nobody wants to read of it: half the time of a short command. What runs at a signal is not skipped, and there
     * is nothing that runs at the end otherwise.
     */
    private static void end(int status) {
        if (isEnding()) {
            System.exit(status);
        }
        Runtime.getRuntime().halt(status);
    }

    /** Whether a signal came, so that hooks are running. */
    static boolean isEnding() {
        var hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return false;
        } catch (IllegalStateException itIs) {
            return true;
        }
    }
}
