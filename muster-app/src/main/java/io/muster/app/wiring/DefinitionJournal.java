package io.muster.app.wiring;

import io.muster.control.event.EventDetails;
import io.muster.control.event.EventReason;
import io.muster.control.event.EventRecorder;
import io.muster.control.status.SanitizedText;
import io.muster.control.tool.DefinitionEvents;

/** Records what tools did to definitions. */
record DefinitionJournal(EventRecorder recorder) implements DefinitionEvents {
    @Override
    public void created(String server) {
        recorder.record(EventReason.MCP_SERVER_CREATED, server);
    }

    @Override
    public void updated(String server) {
        recorder.record(EventReason.MCP_SERVER_UPDATED, server);
    }

    @Override
    public void deleted(String server) {
        recorder.record(EventReason.MCP_SERVER_DELETED, server);
    }

    @Override
    public void failed(String server, String error) {
        recorder.record(EventReason.MCP_SERVER_FAILED, server, EventDetails.error(SanitizedText.of(error)));
    }
}
