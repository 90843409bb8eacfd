package io.muster.authserver.authorize;

import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Loopback;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;

/**
 * What people agreed to: that one client gets certain scopes for certain resources at one redirect URI. Remembered for the
 * browser, which is known before the login, and for the person, who is known after it. Another client, redirect URI or
 * scope is another question. Who withdraws what was agreed to is asked again: a browser that remembers does not suffice.
 */
public final class Consents {
    private static final String SEPARATOR = "\n";

    private final FlowStore flows;
    private final Duration lifetime;

    public Consents(FlowStore flows, Duration lifetime) {
        this.flows = flows;
        this.lifetime = lifetime;
    }

    boolean remembered(Secret browser, PendingLogin login, Instant now) {
        return flows.remembers(key("browser", browser.reveal(), login), now);
    }

    boolean remembered(Subject subject, PendingLogin login, Instant now) {
        return flows.remembers(personal(subject, login, now), now);
    }

    void remember(Secret browser, PendingLogin login, Instant now) {
        remember(key("browser", browser.reveal(), login), now);
    }

    void remember(Subject subject, PendingLogin login, Instant now) {
        remember(personal(subject, login, now), now);
    }

    /**
     * From now on the person has agreed to nothing.
     *
     * @param mark never used before
     */
    public void withdraw(Subject subject, Secret mark, Instant now) {
        if (lifetime.isPositive()) {
            flows.withdraw(person(subject), TokenHash.of(mark), now.plus(lifetime));
        }
    }

    private TokenHash personal(Subject subject, PendingLogin login, Instant now) {
        var mark = flows.withdrawn(person(subject), now).map(TokenHash::value);
        return key("person" + mark.map(value -> " since " + value).orElse(""), subject.value(), login);
    }

    private static TokenHash person(Subject subject) {
        return TokenHash.of("withdrawal" + SEPARATOR + subject.value());
    }

    private void remember(TokenHash key, Instant now) {
        if (lifetime.isPositive()) {
            flows.remember(key, now.plus(lifetime));
        }
    }

    private static TokenHash key(String kind, String who, PendingLogin login) {
        return TokenHash.of(String.join(
                SEPARATOR,
                "consent",
                kind,
                who,
                login.client().value(),
                place(login.redirectUri()),
                new TreeSet<>(login.scopes().values()).toString(),
                new TreeSet<>(login.resources()).toString()));
    }

    /** Programs on this computer listen at another port each time. */
    private static String place(String redirectUri) {
        var uri = URI.create(redirectUri);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || !Loopback.is(uri.getHost())) {
            return redirectUri;
        }
        return "http://" + uri.getHost() + uri.getRawPath();
    }
}
