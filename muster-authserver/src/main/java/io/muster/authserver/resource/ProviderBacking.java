package io.muster.authserver.resource;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that tokens of the identity provider stand behind a session: renews expired ones before the request goes on,
 * and in the background those that expire within five minutes. Where the provider is not asked at every request, tokens
 * that last are not looked at again for a minute, so that a request costs one access to the store. Thread-safe.
 */
final class ProviderBacking {
    private static final Logger log = LoggerFactory.getLogger(ProviderBacking.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
    private static final int MOST = 100_000;

    private final ProviderTokenStore store;
    private final FreshTokens fresh;
    private final UserInfoPolicy policy;
    private final UserInfoChecks checks;
    private final SessionListener events;
    private final Audit audit;
    private final Executor background;
    private final Remembered<Subject, Boolean> quiet = new Remembered<>(MOST);
    private final Remembered<Subject, Boolean> attempts = new Remembered<>(MOST);

    /** Whether the session may be used. */
    sealed interface Backing {
        Good GOOD = new Good();
        Unknown UNKNOWN = new Unknown();

        record Good() implements Backing {}

        record Gone(String reason) implements Backing {}

        record Unknown() implements Backing {}
    }

    ProviderBacking(
            ProviderTokenStore store,
            ProviderAccess provider,
            UserInfoPolicy policy,
            UserInfoChecks checks,
            ResourceContext context) {
        this.store = store;
        this.fresh = provider.fresh();
        this.policy = policy;
        this.checks = checks;
        this.events = context.events();
        this.audit = context.audit();
        this.background = provider.background();
    }

    Backing check(GrantedToken token, Instant now) throws InterruptedException {
        var asks = !(policy instanceof UserInfoPolicy.Off);
        if (!asks && quiet.get(token.subject(), now).isPresent()) {
            return Backing.GOOD;
        }
        var stored = store.find(token.subject());
        if (stored.isEmpty()) {
            return new Backing.Gone("provider_token_missing");
        }
        if (expiresBefore(stored.get(), now.minus(GRACE))) {
            return renewed(token, stored.get());
        }
        keepFresh(token, stored.get(), now);
        return asks ? confirmed(token, stored.get()) : Backing.GOOD;
    }

    private Backing renewed(GrantedToken token, ProviderTokens expired) throws InterruptedException {
        return switch (fresh.fresh(token.subject(), expired)) {
            case Freshness.Fresh(var tokens) -> {
                tell(token, tokens);
                yield policy instanceof UserInfoPolicy.Off ? Backing.GOOD : confirmed(token, tokens);
            }
            case Freshness.Refused() -> new Backing.Gone("provider_token_expired");
            case Freshness.Missing() -> new Backing.Gone("provider_token_missing");
            case Freshness.Unavailable() -> Backing.UNKNOWN;
        };
    }

    private Backing confirmed(GrantedToken token, ProviderTokens tokens) throws InterruptedException {
        return switch (checks.whose(tokens.accessToken(), tokens.expiresAt().orElse(Instant.MAX))) {
            case UserInfoChecks.Answer.Belongs(var user) ->
                user.subject().equals(token.subject()) ? Backing.GOOD : new Backing.Gone("userinfo_subject_mismatch");
            case UserInfoChecks.Answer.Refused() -> new Backing.Gone("provider_token_refused");
            case UserInfoChecks.Answer.Unknown() -> Backing.UNKNOWN;
        };
    }

    private void keepFresh(GrantedToken token, ProviderTokens tokens, Instant now) {
        var subject = token.subject();
        if (!expiresBefore(tokens, now.plus(AHEAD))) {
            var due = tokens.expiresAt().map(expiry -> expiry.minus(AHEAD)).orElse(Instant.MAX);
            var until = now.plus(LOOK_AGAIN);
            quiet.put(subject, true, due.isBefore(until) ? due : until, now);
        } else if (tokens.refreshToken().isPresent() && attempts.first(subject, true, now.plus(TRY_AGAIN), now)) {
            background.execute(() -> renewAhead(token, tokens));
        }
    }

    /** The request goes on whatever comes of it. */
    private void renewAhead(GrantedToken token, ProviderTokens observed) {
        try {
            if (fresh.fresh(token.subject(), observed) instanceof Freshness.Fresh(var tokens)) {
                tell(token, tokens);
                record(AuditEvent.TOKEN_PROACTIVELY_REFRESHED, token);
            } else {
                record(AuditEvent.PROACTIVE_REFRESH_FAILED, token);
            }
        } catch (StoreUnavailable | ProviderFailure e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("session", token.session())
                    .log("tokens of the identity provider are not renewed ahead of their expiry");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(GrantedToken token, ProviderTokens tokens) {
        events.renewed(token.session(), token.subject(), tokens.idToken().map(SubjectToken::of));
    }

    private void record(AuditEvent event, GrantedToken token) {
        audit.record(event, Optional.empty(), About.of(token.subject(), token.client()), Map.of());
    }

    private static boolean expiresBefore(ProviderTokens tokens, Instant time) {
        return tokens.expiresAt().filter(expiry -> expiry.isBefore(time)).isPresent();
    }
}
