package io.muster.gateway.backend;

import io.muster.mcp.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it heard. */
final class Heard implements BackendListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ServiceState> states = new LinkedBlockingQueue<>();

    @Override
    public void transitioned(Transition transition) {
        var state = transition.status().state();
        lines.add(state.word() + " " + transition.trigger());
        states.add(state);
    }

    @Override
    public void inventoryChanged(String name, Inventory inventory) {
        lines.add("tools " + inventory.tools().stream().map(tool -> tool.name()).toList());
    }

    @Override
    public void healthCheckFailed(String name, String error) {
        lines.add("unhealthy");
    }

    @Override
    public void notified(String name, Message.Notification notification) {
        lines.add(notification.method());
    }

    @Override
    public void removed(String name) {
        lines.add("removed");
    }

    /** Waits until the state is heard. */
    void await(ServiceState expected) throws InterruptedException {
        for (var state = states.poll(20, TimeUnit.SECONDS); state != expected; ) {
            if (state == null) {
                throw new AssertionError("never became " + expected + ": " + lines);
            }
            state = states.poll(20, TimeUnit.SECONDS);
        }
    }
}
