package io.muster.cli.login.grant;

import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Asks token endpoints for tokens. Repeats nothing: what is presented may be good for one use only. Thread-safe. */
public final class TokenEndpoint {
    private static final int LARGEST = 1 << 20;
    private static final long LONGEST_PAUSE = Duration.ofDays(1).toSeconds();

    private final OutboundClient http;
    private final InstantSource clock;

    /** @param http follows no redirects, which would carry secrets elsewhere */
    public TokenEndpoint(OutboundClient http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Presents a grant; every answer and every lack of one is an outcome. */
    public TokenOutcome ask(URI endpoint, ClientAuthentication client, TokenGrant grant, Deadline deadline)
            throws InterruptedException {
        try (var response = http.send(TokenRequest.of(endpoint, client, grant, deadline))) {
            var body = response.body().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                return unavailable("the answer of the token endpoint is larger than 1 MiB", true);
            }
            return new TokenAnswer(response.status(), retryAfter(response), body, clock.instant()).outcome();
        } catch (IOException e) {
            return unavailable("the answer of the token endpoint broke off", true);
        } catch (OutboundException e) {
            return unavailable(String.valueOf(e.getMessage()), e.kind().mayHaveRun());
        }
    }

    private static Optional<Duration> retryAfter(OutboundResponse response) {
        return response.headers()
                .first("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_PAUSE)));
    }

    private static TokenOutcome unavailable(String text, boolean mayHaveRun) {
        return new TokenOutcome.Failed(new TokenFailure.Unavailable(text, mayHaveRun, Optional.empty()));
    }
}
