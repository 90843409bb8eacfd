package io.muster.authserver.authorize;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A store some of whose operations give no answer, or find what they are given too large. */
final class BrokenFlows implements FlowStore {
    private final FlowStore flows;
    private final Set<String> broken = new HashSet<>();
    private final Set<String> tooLarge = new HashSet<>();

    BrokenFlows(FlowStore flows) {
        this.flows = flows;
    }

    BrokenFlows failing(String operation) {
        broken.add(operation);
        return this;
    }

    BrokenFlows refusing(String operation) {
        tooLarge.add(operation);
        return this;
    }

    private FlowStore at(String operation) {
        if (broken.contains(operation)) {
            throw new StoreUnavailable(operation);
        }
        if (tooLarge.contains(operation)) {
            throw new ValueTooLarge(operation);
        }
        return flows;
    }

    @Override
    public void begin(TokenHash state, PendingLogin login) {
        at("begin").begin(state, login);
    }

    @Override
    public Optional<PendingLogin> take(TokenHash state, Instant now) {
        return at("take").take(state, now);
    }

    @Override
    public void issue(TokenHash code, AuthorizedCode authorized) {
        at("issue").issue(code, authorized);
    }

    @Override
    public Optional<AuthorizedCode> find(TokenHash code, Instant now) {
        return at("find").find(code, now);
    }

    @Override
    public Redemption redeem(TokenHash code, Instant now) {
        return at("redeem").redeem(code, now);
    }

    @Override
    public void ask(TokenHash consent, PendingConsent request) {
        at("ask").ask(consent, request);
    }

    @Override
    public Optional<PendingConsent> decide(TokenHash consent, Instant now) {
        return at("decide").decide(consent, now);
    }

    @Override
    public void remember(TokenHash key, Instant until) {
        at("remember").remember(key, until);
    }

    @Override
    public boolean remembers(TokenHash key, Instant now) {
        return at("remembers").remembers(key, now);
    }

    @Override
    public void withdraw(TokenHash person, TokenHash mark, Instant until) {
        at("withdraw").withdraw(person, mark, until);
    }

    @Override
    public Optional<TokenHash> withdrawn(TokenHash person, Instant now) {
        return at("withdrawn").withdrawn(person, now);
    }
}
