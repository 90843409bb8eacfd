package io.muster.cli.setup.doctor;

import io.muster.cli.setup.Installation;
import io.muster.cli.setup.doctor.RunningServer.Backend;
import io.muster.cli.setup.doctor.RunningServer.Visit;
import java.util.List;
import java.util.Locale;

/** Asks the running server about those behind it, and each of them whether it answers. */
final class BackendExamination {
    private final RunningServer server;
    private final Sink sink;

    BackendExamination(RunningServer server, Sink sink) {
        this.server = server;
        this.sink = sink;
    }

    /** Takes findings. */
    @FunctionalInterface
    interface Sink {
        void found(Code code, String about, String detail);
    }

    void examine(List<Installation.Server> defined) throws InterruptedException {
        var backends = server.backends();
        if (backends.isEmpty()) {
            sink.found(Code.BACKENDS_HIDDEN, "endpoint", "");
            return;
        }
        for (var backend : backends.get()) {
            examine(backend);
        }
        var known = backends.get().stream().map(Backend::name).toList();
        defined.stream()
                .filter(definition -> definition.isUsable() && !known.contains(definition.name()))
                .forEach(definition -> sink.found(Code.BACKEND_UNLOADED, definition.name(), ""));
    }

    private void examine(Backend backend) throws InterruptedException {
        switch (backend.state().toLowerCase(Locale.ROOT)) {
            case "connected", "running" -> visit(backend);
            case "auth required" -> sink.found(Code.BACKEND_LOGIN, backend.name(), "");
            case "failed" -> sink.found(Code.BACKEND_FAILED, backend.name(), said(backend));
            case "starting", "connecting" -> sink.found(Code.BACKEND_PENDING, backend.name(), said(backend));
            default -> sink.found(Code.BACKEND_STOPPED, backend.name(), said(backend));
        }
    }

    private void visit(Backend backend) throws InterruptedException {
        switch (server.visit(backend.name())) {
            case Visit.Answered(var revision, var tools, var took) ->
                sink.found(
                        Code.BACKEND_CONNECTED,
                        backend.name(),
                        "revision %s%s, %d ms"
                                .formatted(
                                        revision,
                                        tools.map(count -> ", " + count + " tools")
                                                .orElse(""),
                                        took.toMillis()));
            case Visit.NotOffered() -> sink.found(Code.BACKEND_CONNECTED, backend.name(), said(backend));
            case Visit.Mute(var problem) -> sink.found(Code.BACKEND_MUTE, backend.name(), problem);
        }
    }

    private static String said(Backend backend) {
        return backend.error().isEmpty() ? backend.state() : backend.state() + ": " + backend.error();
    }
}
