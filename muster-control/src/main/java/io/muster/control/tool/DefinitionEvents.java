package io.muster.control.tool;

/** Hears what tools did to definitions; joined to the event journal. Must not throw. */
public interface DefinitionEvents {
    void created(String server);

    void updated(String server);

    void deleted(String server);

    /** A change was asked for and did not happen, through no fault of the caller. */
    void failed(String server, String error);

    DefinitionEvents NONE = new DefinitionEvents() {
        @Override
        public void created(String server) {}

        @Override
        public void updated(String server) {}

        @Override
        public void deleted(String server) {}

        @Override
        public void failed(String server, String error) {}
    };
}
