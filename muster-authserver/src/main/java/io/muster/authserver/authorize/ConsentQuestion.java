package io.muster.authserver.authorize;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.pages.ConsentView;
import io.muster.authserver.pages.ConsentView.Vouching;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Loopback;
import io.muster.oauth.Secret;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a person has to be asked, and the asking. Nothing that the identity provider could answer exists before the
 * person has agreed.
 */
final class ConsentQuestion {
    static final String BROWSER = "browser";
    static final String COOKIE = "consent";

    /** The answer where no question may be put (OpenID Connect Core section 3.1.2.6). */
    static final OAuthError REQUIRED =
            new OAuthError(400, "consent_required", "The person has to be asked for consent");

    /** What follows for a request. */
    sealed interface Decision {
        /** Nobody needs to be asked. */
        record GoOn(Agreement agreement) implements Decision {}

        /** The person must be asked. */
        record Ask() implements Decision {}

        /** The person would have to be asked, but the client wants no questions ({@code prompt=none}). */
        record Silent() implements Decision {}
    }

    private final LoginSettings settings;
    private final LoginServices services;
    private final LoginTrace trace;
    private final Consents consents;
    private final Cookies cookies;
    private final Answering answering;
    private final RandomTokens random;

    ConsentQuestion(LoginSettings settings, LoginServices services, LoginTrace trace) {
        this.settings = settings;
        this.services = services;
        this.trace = trace;
        this.consents = new Consents(services.flows(), settings.consentLifetime());
        this.cookies = new Cookies(settings.locations());
        this.answering = new Answering(settings);
        this.random = new RandomTokens(services.random());
    }

    Decision decide(HttpRequest request, RegisteredClient client, PendingLogin login, Set<String> prompt) {
        if (!settings.consent().concerns(services.clients().isTrusted(client))) {
            return new Decision.GoOn(Agreement.NOT_NEEDED);
        }
        var remembered = cookies.read(request, cookies.name(BROWSER))
                .filter(browser ->
                        consents.remembered(browser, login, services.clock().instant()))
                .isPresent();
        if (remembered && !prompt.contains("consent")) {
            return new Decision.GoOn(Agreement.REMEMBERED);
        }
        return prompt.contains("none") ? new Decision.Silent() : new Decision.Ask();
    }

    /** The page; only the browser that gets it can answer. */
    HttpResponse ask(RegisteredClient client, PendingLogin login, Secret state, Map<String, String> further) {
        var consent = random.next();
        var csrf = random.next();
        var cookie = random.next();
        var stored = TokenHash.of(consent);
        services.flows()
                .ask(stored, new PendingConsent(login, state, listed(further), proof(cookie, csrf), login.expiresAt()));
        trace.log().step(login.reference(), "consent asked", Map.of("client", login.client()));
        services.audit()
                .record(
                        AuditEvent.CONSENT_ASKED,
                        Optional.empty(),
                        About.of(login.client()),
                        Map.of("login_ref", login.reference()));
        var page = answering.pages().consent(view(client, login, consent, csrf));
        return cookies.set(page, cookies.name(COOKIE, stored), cookie, settings.flowLifetime());
    }

    /** What proves that an answer comes from the page in the browser that was asked. */
    static TokenHash proof(Secret cookie, Secret csrf) {
        return TokenHash.of(cookie.reveal() + "." + csrf.reveal());
    }

    private ConsentView view(RegisteredClient client, PendingLogin login, Secret consent, Secret csrf) {
        var provider = services.provider().askedFor(login.scopes()).minus(login.scopes());
        return new ConsentView(
                client.name(),
                vouching(client),
                login.redirectUri(),
                client.redirectUris().stream().allMatch(ConsentQuestion::isLocal),
                login.scopes().values(),
                provider.values(),
                login.resources(),
                consent,
                csrf,
                login.reference());
    }

    private static Vouching vouching(RegisteredClient client) {
        return switch (client.origin()) {
            case METADATA_DOCUMENT ->
                new Vouching.Host(URI.create(client.id().value()).getRawAuthority());
            case SEEDED, TOKEN, TRUSTED_REDIRECT -> new Vouching.Operator();
            case OPEN -> new Vouching.Nobody();
        };
    }

    private static boolean isLocal(String redirectUri) {
        return !Answering.isWeb(redirectUri)
                || Loopback.is(URI.create(redirectUri).getHost());
    }

    private static List<String> listed(Map<String, String> parameters) {
        var list = new ArrayList<String>();
        parameters.forEach((name, value) -> {
            list.add(name);
            list.add(value);
        });
        return list;
    }
}
