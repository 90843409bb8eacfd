package io.muster.authserver.store.measured;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import java.time.Instant;
import java.util.Optional;

/** Counts operations on logins. */
record MeasuredFlows(FlowStore flows, Operations operations) implements FlowStore {
    @Override
    public void begin(TokenHash state, PendingLogin login) {
        operations.run("begin", () -> flows.begin(state, login));
    }

    @Override
    public Optional<PendingLogin> take(TokenHash state, Instant now) {
        return operations.counted("take", () -> flows.take(state, now));
    }

    @Override
    public void issue(TokenHash code, AuthorizedCode authorized) {
        operations.run("issue", () -> flows.issue(code, authorized));
    }

    @Override
    public Optional<AuthorizedCode> find(TokenHash code, Instant now) {
        return operations.counted("find", () -> flows.find(code, now));
    }

    @Override
    public Redemption redeem(TokenHash code, Instant now) {
        return operations.counted("redeem", () -> flows.redeem(code, now));
    }

    @Override
    public void ask(TokenHash consent, PendingConsent request) {
        operations.run("ask", () -> flows.ask(consent, request));
    }

    @Override
    public Optional<PendingConsent> decide(TokenHash consent, Instant now) {
        return operations.counted("decide", () -> flows.decide(consent, now));
    }

    @Override
    public void remember(TokenHash key, Instant until) {
        operations.run("remember", () -> flows.remember(key, until));
    }

    @Override
    public boolean remembers(TokenHash key, Instant now) {
        return operations.counted("remembers", () -> flows.remembers(key, now));
    }

    @Override
    public void withdraw(TokenHash person, TokenHash mark, Instant until) {
        operations.run("withdraw", () -> flows.withdraw(person, mark, until));
    }

    @Override
    public Optional<TokenHash> withdrawn(TokenHash person, Instant now) {
        return operations.counted("withdrawn", () -> flows.withdrawn(person, now));
    }
}
