package io.muster.gateway.signin;

import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.CredentialSource.SignedIn;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.signin.TokenRenewal.Renewed;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Deadline;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The tokens of one session for one server, as they are stored or as their refresh token brings them. A token that was not
 * good enough is replaced by what others have stored since, where there is something, before a refresh token is used.
 */
final class SignedInTokens implements SignedIn {
    private final SessionId session;
    private final SignInTerms terms;
    private final TokenVault vault;
    private final TokenRenewal renewal;
    private final InstantSource clock;

    /** The generation of the token that was given last: that is the one which "fresh" is about. */
    private volatile long given;

    SignedInTokens(SessionId session, SignInTerms terms, TokenVault vault, TokenRenewal renewal, InstantSource clock) {
        this.session = session;
        this.terms = terms;
        this.vault = vault;
        this.renewal = renewal;
        this.clock = clock;
    }

    @Override
    public Acquired accessToken(boolean fresh, Deadline deadline) throws InterruptedException {
        try {
            return acquired(fresh, deadline);
        } catch (StoreUnavailable e) {
            return Acquired.Failed.of(FailureClass.PROVIDER_UNAVAILABLE);
        }
    }

    private Acquired acquired(boolean fresh, Deadline deadline) throws InterruptedException {
        var found = vault.bound(session, terms);
        if (found.isEmpty()) {
            return Acquired.Failed.of(FailureClass.SIGNED_OUT);
        }
        var stored = found.get();
        var wanted = !fresh || (given != 0 && stored.generation() > given);
        if (wanted && stored.isFreshAt(clock.instant())) {
            return token(stored);
        }
        if (!stored.isRenewable()) {
            return live(stored, true).orElseGet(() -> Acquired.Failed.of(FailureClass.SIGNED_OUT));
        }
        return switch (renewal.renew(session, terms.backend(), stored, deadline)) {
            case Renewed.Tokens(var renewed) -> token(renewed);
            case Renewed.Not(var failure) -> live(stored, wanted).orElse(failure);
        };
    }

    /** What is about to end goes on being used while it may. */
    private Optional<Acquired> live(StoredTokens stored, boolean wanted) {
        return wanted && stored.isLiveAt(clock.instant()) ? Optional.of(token(stored)) : Optional.empty();
    }

    private Acquired token(StoredTokens stored) {
        given = stored.generation();
        return new Acquired.Token(stored.tokens().accessToken(), stored.tokens().expiresAt());
    }
}
