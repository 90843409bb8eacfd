package io.muster.authserver.resource;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tokens that this server issued: one access to the store tells what they stand for. Thread-safe. */
final class StoredTokens {
    /** For clients whose clocks and networks are a little late. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Stores stores;
    private final OwnResources own;
    private final ForwardedTokens forwarded;
    private final ProviderBacking backing;
    private final Audit audit;

    StoredTokens(Stores stores, OwnResources own, ForwardedTokens forwarded, ProviderBacking backing, Audit audit) {
        this.stores = stores;
        this.own = own;
        this.forwarded = forwarded;
        this.backing = backing;
        this.audit = audit;
    }

    /** Nothing when the token is none of ours. */
    Optional<Verdict> verdict(String token, String path, Instant now) throws InterruptedException {
        var granted = stores.sessions().access(TokenHash.of(token), now.minus(GRACE));
        return granted.isPresent() ? Optional.of(verdict(granted.get(), path, now)) : Optional.empty();
    }

    private Verdict verdict(GrantedToken token, String path, Instant now) throws InterruptedException {
        if (!own.admit(token.resources(), path)) {
            if (!isTrusted(token)) {
                return new Verdict.Refused(ResourceServer.WRONG_AUDIENCE);
            }
            var about = About.of(token.subject(), token.client());
            audit.record(AuditEvent.CROSS_CLIENT_TOKEN_ACCEPTED, Optional.empty(), about, Map.of());
        }
        return switch (backing.check(token, now)) {
            case ProviderBacking.Backing.Good() -> new Verdict.Accepted(identity(token));
            case ProviderBacking.Backing.Gone(var reason) -> new Verdict.Refused(reason);
            case ProviderBacking.Backing.Unknown() -> Verdict.UNAVAILABLE;
        };
    }

    /** An operator may trust other audiences than this server. */
    private boolean isTrusted(GrantedToken token) {
        return token.resources().stream().anyMatch(forwarded::trusts);
    }

    private Identity identity(GrantedToken token) {
        var subject = token.subject();
        return new Identity(
                new Caller(token.session(), subject),
                token.scopes(),
                token.dpopKey(),
                () -> stores.users().find(subject),
                () -> stores.providerTokens()
                        .find(subject)
                        .flatMap(ProviderTokens::idToken)
                        .map(SubjectToken::of));
    }
}
