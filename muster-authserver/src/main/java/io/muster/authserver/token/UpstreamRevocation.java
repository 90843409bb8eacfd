package io.muster.authserver.token;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.IdentityProvider;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.Stores;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes the tokens at the identity provider when no session of their user is left. In the background, and as well as it
 * goes: the session has ended whatever happens here. The tokens leave the store first; a provider that does not answer is
 * asked again, {@value #RETRIES} times after pauses that double, until ten seconds have passed. While a login is under way
 * that is younger than the session, its tokens are left alone until its code must have been used. Thread-safe.
 */
public final class UpstreamRevocation {
    private static final Logger log = LoggerFactory.getLogger(UpstreamRevocation.class);
    private static final int RETRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** How long after a login its code may be redeemed: the code lasts ten minutes, and is issued within one. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(11);

    private static final Duration LOCK = Duration.ofSeconds(25);

    private final Stores stores;
    private final IdentityProvider provider;
    private final Audit audit;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Executor background;

    public UpstreamRevocation(
            Stores stores,
            IdentityProvider provider,
            Audit audit,
            InstantSource clock,
            Scheduler scheduler,
            Executor background) {
        this.stores = stores;
        this.provider = provider;
        this.audit = audit;
        this.clock = clock;
        this.scheduler = scheduler;
        this.background = background;
    }

    /** A session of the user has ended. Returns at once. */
    void begin(LoginSession ended) {
        background.execute(new Attempts(ended, Deadline.after(LIMIT, clock)));
    }

    /** One at a time: the next is scheduled by the one before. */
    private final class Attempts implements Runnable {
        private final LoginSession session;
        private final Deadline deadline;
        private @Nullable Secret token;
        private int retries;

        Attempts(LoginSession session, Deadline deadline) {
            this.session = session;
            this.deadline = deadline;
        }

        @Override
        public void run() {
            try {
                attempt();
            } catch (ProviderFailure e) {
                failed(e, e.kind() == ProviderFailure.Kind.UNAVAILABLE);
            } catch (StoreUnavailable e) {
                failed(e, true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void attempt() throws InterruptedException {
            var taken = token;
            var unneeded = taken == null ? take() : again(taken);
            if (unneeded.isPresent()) {
                token = unneeded.get();
                if (!provider.revoke(unneeded.get(), deadline)) {
                    record(AuditEvent.TOKEN_REVOCATION_NOT_SUPPORTED);
                }
            }
        }

        /** Takes the token out of the store, unless another session needs it. */
        private Optional<Secret> take() {
            var subject = session.subject();
            var store = stores.providerTokens();
            if (isNeeded()) {
                return Optional.empty();
            }
            var proof =
                    store.lock(subject, LOCK).orElseThrow(() -> new StoreUnavailable("the tokens are being refreshed"));
            try {
                var tokens = store.find(subject);
                if (tokens.isEmpty() || isNeeded() || isUnderWay(tokens.get())) {
                    return Optional.empty();
                }
                store.remove(subject);
                return tokens.map(UpstreamRevocation::mostPowerful);
            } finally {
                store.unlock(subject, proof);
            }
        }

        private boolean isNeeded() {
            return !stores.sessions().of(session.subject(), clock.instant()).isEmpty();
        }

        /** Whether a later login may still become a session. What became of it is looked at when that is over. */
        private boolean isUnderWay(ProviderTokens tokens) {
            var left = Duration.between(clock.instant(), tokens.loginAt().plus(UNDER_WAY));
            if (!tokens.loginAt().isAfter(session.startedAt()) || !left.isPositive()) {
                return false;
            }
            scheduler.after(left, () -> begin(session));
            return true;
        }

        /** The same, unless the user has logged in again: at some providers this would end the new login, too. */
        private Optional<Secret> again(Secret taken) {
            return stores.providerTokens().find(session.subject()).isPresent() ? Optional.empty() : Optional.of(taken);
        }

        private void failed(RuntimeException cause, boolean mayPass) {
            var pause = FIRST_PAUSE.multipliedBy(1L << retries);
            if (mayPass && retries < RETRIES && deadline.left(clock.instant()).compareTo(pause) > 0) {
                retries++;
                scheduler.after(pause, () -> background.execute(this));
                return;
            }
            log.atWarn()
                    .setCause(cause)
                    .addKeyValue("subject", session.subject())
                    .log("tokens at the provider are not revoked");
            record(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE);
        }

        private void record(AuditEvent event) {
            audit.record(event, Optional.empty(), About.of(session.subject(), session.client()), Map.of());
        }
    }

    /** Revoking a refresh token takes its access tokens with it (RFC 7009 section 2.1). */
    private static Secret mostPowerful(ProviderTokens tokens) {
        return tokens.refreshToken().orElse(tokens.accessToken());
    }
}
