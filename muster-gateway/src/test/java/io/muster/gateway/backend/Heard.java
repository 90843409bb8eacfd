package io.muster.gateway.backend;

import io.muster.mcp.Message;
import io.muster.testkit.Eventually;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

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
        var state = Eventually.next("the state " + expected, states);
        while (state != expected) {
            state = Eventually.next("the state " + expected, states);
        }
    }
}
