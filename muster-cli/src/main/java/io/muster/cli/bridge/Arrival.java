package io.muster.cli.bridge;

import io.muster.cli.client.AuthenticationTexts;
import io.muster.cli.client.ConnectionFailure;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.util.function.Consumer;

/** The first connection of a person, without which there is nothing to do: after three attempts that is said. */
public record Arrival(Destination destination, Scheduler scheduler) {
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Connects.
     *
     * @param say told of each attempt
     * @throws ConnectionFailure when there is no connection to begin with
     */
    public void await(Uplink uplink, Consumer<String> say) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            say.accept("Connecting to aggregator at: " + destination + " using " + transport() + " transport (attempt "
                    + attempt + "/" + ATTEMPTS + ")");
            if (!(uplink.reach(PATIENCE) instanceof Link.Down(var reason))) {
                return;
            }
            if (attempt == ATTEMPTS || reason instanceof Pending.LoginRequired) {
                throw failure(reason);
            }
            TimedWait.pause(BETWEEN_ATTEMPTS, scheduler);
        }
    }

    private String transport() {
        return destination.transport() == Destination.Transport.SSE ? "sse" : "streamable-http";
    }

    private ConnectionFailure failure(Pending reason) {
        return switch (reason) {
            case Pending.LoginRequired(var challenges) ->
                new ConnectionFailure(AuthenticationTexts.required(destination.toString()), challenges);
            case Pending.Refused _ -> failure(reason, ConnectionFailure.Kind.NOT_RESPONDING);
            case Pending.Unreachable _, Pending.Connecting _, Pending.Closed _ ->
                failure(reason, ConnectionFailure.Kind.UNREACHABLE);
        };
    }

    private ConnectionFailure failure(Pending reason, ConnectionFailure.Kind kind) {
        return new ConnectionFailure(kind, "failed to connect to aggregator: " + reason.text(destination));
    }
}
