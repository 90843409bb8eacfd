package io.muster.authserver.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Logins under way, their codes, and what people consented to. What waits for somebody to log in or to consent is limited in
 * size ({@link StoreLimits}): larger ones throw {@link io.muster.oauth.store.ValueTooLarge}.
 */
public interface FlowStore {
    /** Outcome of redeeming a code. */
    enum Redemption {
        REDEEMED,
        /** Somebody has redeemed it before. */
        REUSED,
        /** Unknown or expired. */
        ABSENT
    }

    void begin(TokenHash state, PendingLogin login);

    /** Takes a login out: of several takers one gets it. Nothing when it is unknown or expired. */
    Optional<PendingLogin> take(TokenHash state, Instant now);

    void issue(TokenHash code, AuthorizedCode authorized);

    /** What a code stands for, redeemed or not, without redeeming it. */
    Optional<AuthorizedCode> find(TokenHash code, Instant now);

    /** Redeems a code; of several callers one gets {@link Redemption#REDEEMED}. A redeemed code stays until it expires. */
    Redemption redeem(TokenHash code, Instant now);

    /** Keeps a request that waits for the decision of a person. */
    void ask(TokenHash consent, PendingConsent request);

    /** Takes a request out, once. */
    Optional<PendingConsent> decide(TokenHash consent, Instant now);

    /**
     * Remembers a decision.
     *
     * @param key names person or browser, client, redirect URI and scopes
     */
    void remember(TokenHash key, Instant until);

    boolean remembers(TokenHash key, Instant now);

    /**
     * Withdraws what somebody decided.
     *
     * @param person names the person
     * @param mark never used before; from now on a part of the keys of the person's decisions
     */
    void withdraw(TokenHash person, TokenHash mark, Instant until);

    /** The mark of the latest withdrawal. */
    Optional<TokenHash> withdrawn(TokenHash person, Instant now);
}
