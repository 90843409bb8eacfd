package io.muster.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into an interrupt of the thread that runs the command, and gives it a moment to tell the server that its
 * call is cancelled.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1_500;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /** @param expected whether an interrupt is how the command is meant to end, so that it succeeds */
    Interruption(boolean expected) {
        var command = Thread.currentThread();
        hook = new Thread(() -> stop(command, expected), "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Thread command, boolean expected) {
        command.interrupt();
        try {
            if (ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && expected) {
                Runtime.getRuntime().halt(ExitCode.SUCCESS);
            }
        } catch (InterruptedException goingDown) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            ended.countDown();
        }
    }
}
