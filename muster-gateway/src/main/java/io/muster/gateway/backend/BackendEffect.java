package io.muster.gateway.backend;

/** What is to be done about a backend. Effects on connections are carried out one after the other, in order. */
sealed interface BackendEffect {
    /** Connect, read the inventory, and report {@code Connected} or {@code ConnectFailed}. */
    record Connect(long attempt, BackendSpec spec, Inventory lastGood) implements BackendEffect {}

    /** Cancel the attempt, or close its connection, and report {@code Released}. */
    record Release(long attempt) implements BackendEffect {}

    /** Ping a second time after a short while. */
    record PingAgain(long attempt) implements BackendEffect {}

    /** Tell that a series of unanswered pings began. */
    record TellUnhealthy(String error) implements BackendEffect {}

    /** Start, now that the stop is complete. */
    record StartAgain() implements BackendEffect {}
}
