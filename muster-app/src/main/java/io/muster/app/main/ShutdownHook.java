package io.muster.app.main;

import io.muster.cli.command.Program;

/** A task that runs when a signal ends the process, whose exit code is then 0. */
final class ShutdownHook implements Program.AtSignal {
    private final Thread hook;

    ShutdownHook(Runnable task) {
        // A hook that halts is the only portable way to answer SIGTERM with exit code 0.
        hook = new Thread(
                () -> {
                    task.run();
                    Runtime.getRuntime().halt(0);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException theEndHasBegun) {
            // The hook runs already, and will end the process.
        }
    }
}
