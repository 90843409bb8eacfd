package io.muster.authserver.resource;

import io.muster.oauth.Caller;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * Access tokens of the identity provider itself, whoever they were issued to. Accepting them is what the development profile
 * does; in production it would let in every token of the same provider.
 */
final class UpstreamTokens {
    private final UserInfoChecks checks;
    private final ExternalSessions sessions;

    UpstreamTokens(UserInfoChecks checks, ExternalSessions sessions) {
        this.checks = checks;
        this.sessions = sessions;
    }

    Verdict verdict(String token) throws InterruptedException {
        var secret = new Secret(token);
        return switch (checks.whose(secret, Instant.MAX)) {
            case UserInfoChecks.Answer.Belongs(var user) ->
                new Verdict.Accepted(new Identity(
                        new Caller(sessions.of(secret), user.subject()),
                        Scopes.NONE,
                        Optional.empty(),
                        () -> Optional.of(user),
                        Optional::empty));
            case UserInfoChecks.Answer.Refused() -> new Verdict.Refused("unknown_token");
            case UserInfoChecks.Answer.Unknown() -> Verdict.UNAVAILABLE;
        };
    }
}
