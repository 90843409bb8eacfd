package io.muster.gateway.backend;

import io.muster.gateway.backend.Backends.Applied;

/** Decides what a changed definition asks for. Pure. */
final class SpecChange {
    private SpecChange() {}

    static Applied between(BackendSpec before, BackendSpec after, ServiceState state) {
        if (before.equals(after)) {
            return Applied.UNCHANGED;
        }
        var relabelled = new BackendSpec(
                before.name(),
                before.endpoint(),
                before.access(),
                before.naming(),
                after.description(),
                after.autoStart(),
                before.timeout());
        if (!relabelled.equals(after)) {
            return Applied.RESTARTED;
        }
        var isWanted = !before.autoStart() && after.autoStart();
        var isAtRest = state.isStopped() || state == ServiceState.FAILED || state == ServiceState.UNREACHABLE;
        return isWanted && isAtRest ? Applied.STARTED : Applied.RELABELLED;
    }
}
