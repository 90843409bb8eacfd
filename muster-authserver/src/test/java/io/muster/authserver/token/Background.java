package io.muster.authserver.token;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Does what is given to it at once, or where it was told to hold back, when a test says so. */
final class Background implements Executor {
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holds;

    void holdBack() {
        holds = true;
    }

    /** Does what was held back, and from now on everything at once. */
    void goOn() {
        holds = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    @Override
    public void execute(Runnable task) {
        if (holds) {
            held.add(task);
        } else {
            task.run();
        }
    }
}
