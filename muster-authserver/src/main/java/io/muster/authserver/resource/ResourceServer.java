package io.muster.authserver.resource;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.audit.ExceededLimits;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.store.Stores;
import io.muster.authserver.token.ProofOfPossession;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.log.LogLimiter;
import io.muster.wire.meter.Meters;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests in that show a good token: one of a trusted issuer, an ID token for a trusted client, or one that this
 * server issued; where it is allowed, an access token of the identity provider. All others are answered here. One text is
 * given for every reason; the reason is in the audit log. Thread-safe.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-13#section-5">OAuth 2.1, 5</a>
 */
public final class ResourceServer implements Authenticator<Caller> {
    static final String WRONG_AUDIENCE = "audience_mismatch";

    private static final Logger log = LoggerFactory.getLogger(ResourceServer.class);
    private static final OAuthError NO_HEADER = invalidToken("Missing Authorization header");
    private static final OAuthError NO_TOKEN = invalidToken("Invalid Authorization header format");
    private static final OAuthError NOT_VALID = invalidToken("Token validation failed");
    private static final OAuthError NO_PROOF = invalidToken("DPoP-bound token must be presented with a DPoP proof");
    private static final OAuthError OTHER_KEY = invalidToken("DPoP proof key does not match token binding");
    private static final OAuthError TOO_OFTEN =
            OAuthError.rateLimitExceeded("Rate limit exceeded for user. Please try again later.");

    private final ResourceSettings settings;
    private final ForeignTokens foreign;
    private final StoredTokens stored;
    private final UpstreamTokens upstream;
    private final ProofOfPossession proofs;
    private final RateLimit limit;
    private final SessionListener events;
    private final Audit audit;
    private final Meters meters;
    private final Function<HttpRequest, Requester> requesters;
    private final Challenges challenges;
    private final InstantSource clock;
    private final LogLimiter warnings;

    public ResourceServer(
            ResourceSettings settings,
            Stores stores,
            ForeignIssuers issuers,
            ProviderAccess provider,
            ProofOfPossession proofs,
            ResourceContext context) {
        var checks =
                new UserInfoChecks(provider.provider(), settings.userInfo(), context.clock(), provider.scheduler());
        var backing = new ProviderBacking(stores.providerTokens(), provider, settings.userInfo(), checks, context);
        this.settings = settings;
        this.foreign = new ForeignTokens(issuers, settings.own());
        this.stored = new StoredTokens(stores, settings.own(), issuers.forwarded(), backing, context.audit());
        this.upstream = new UpstreamTokens(checks, issuers.sessions());
        this.proofs = proofs;
        this.limit = context.limit();
        this.events = context.events();
        this.audit = context.audit();
        this.meters = context.meters();
        this.requesters = context.requesters();
        this.clock = context.clock();
        this.warnings = new LogLimiter(context.clock());
        this.challenges = new Challenges(
                context.answers(), context.locations(), new MetadataPaths(settings.own(), settings.eachEndpoint()));
    }

    Challenges challenges() {
        return challenges;
    }

    /** Outcome of looking at a request. */
    sealed interface Checked {
        record Passed(Identity identity) implements Checked {}

        record Answered(HttpResponse response) implements Checked {}
    }

    @Override
    public Admission<Caller> admit(HttpRequest request) {
        return switch (check(request)) {
            case Checked.Answered(var response) -> new Authenticator.Answered<>(response);
            case Checked.Passed(var identity) -> {
                events.authenticated(identity.caller(), identity.proof());
                yield new Authenticator.Admitted<>(identity.caller());
            }
        };
    }

    Checked check(HttpRequest request) {
        try {
            return switch (Credentials.of(request)) {
                case Credentials.Missing() -> new Checked.Answered(nothingShown(request));
                case Credentials.Malformed() -> unauthorized(NO_TOKEN, request);
                case Credentials.Token token -> checked(token, request);
            };
        } catch (OAuthRejection e) {
            return unauthorized(e.error(), request);
        } catch (StoreUnavailable e) {
            warnings.failed("store")
                    .ifPresent(quiet -> log.atWarn()
                            .setCause(e)
                            .addKeyValue("repeated", quiet)
                            .log("requests cannot be authenticated now"));
            return new Checked.Answered(challenges.unavailable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Checked.Answered(challenges.unavailable());
        }
    }

    private Checked checked(Credentials.Token token, HttpRequest request) throws InterruptedException {
        return switch (verdict(token, request)) {
            case Verdict.Unavailable() -> new Checked.Answered(challenges.unavailable());
            case Verdict.Refused(var reason) -> {
                refused(reason, request);
                yield unauthorized(NOT_VALID, request);
            }
            case Verdict.Accepted(var identity) -> {
                requireBinding(identity, token, request);
                yield limited(identity, request);
            }
        };
    }

    private Verdict verdict(Credentials.Token token, HttpRequest request) throws InterruptedException {
        var now = clock.instant();
        if (ForeignTokens.mayBe(token.value())) {
            var outcome = foreign.verdict(token.value(), now);
            if (outcome.isPresent()) {
                if (outcome.get() instanceof ForeignTokens.Outcome(Verdict.Accepted(var identity), var first)
                        && first) {
                    accepted(identity, request);
                }
                return outcome.get().verdict();
            }
        }
        var verdict = stored.verdict(token.value(), request.path(), now);
        if (verdict.isPresent()) {
            return verdict.get();
        }
        return settings.acceptUpstreamTokens() ? upstream.verdict(token.value()) : new Verdict.Refused("unknown_token");
    }

    /** A bound token is of no use without its key, and no other token becomes better by a proof. */
    private void requireBinding(Identity identity, Credentials.Token token, HttpRequest request) {
        if (identity.dpopKey().isEmpty() && !token.withProof()) {
            return;
        }
        if (!token.withProof()) {
            throw new OAuthRejection(NO_PROOF);
        }
        var proven = proofs.thumbprint(request, new Secret(token.value()));
        if (!identity.dpopKey().equals(Optional.of(proven))) {
            throw new OAuthRejection(OTHER_KEY);
        }
    }

    private Checked limited(Identity identity, HttpRequest request) {
        var subject = identity.caller().subject();
        var wait = limit.take(subject.value());
        if (wait.isZero()) {
            return new Checked.Passed(identity);
        }
        var about = new About(Optional.of(subject), Optional.empty());
        new ExceededLimits(audit, meters).exceeded("user", requesters.apply(request), about);
        return new Checked.Answered(challenges.tooMany(TOO_OFTEN, wait));
    }

    private HttpResponse nothingShown(HttpRequest request) {
        return settings.errorWithoutCredentials()
                ? challenges.unauthorized(NO_HEADER, request.path())
                : challenges.unauthorizedWithoutError(NO_HEADER, request.path());
    }

    private Checked unauthorized(OAuthError error, HttpRequest request) {
        return new Checked.Answered(challenges.unauthorized(error, request.path()));
    }

    private void refused(String reason, HttpRequest request) {
        var event = reason.equals(WRONG_AUDIENCE) ? AuditEvent.RESOURCE_MISMATCH : AuditEvent.AUTH_FAILURE;
        audit.record(event, Optional.of(requesters.apply(request)), About.NOBODY, Map.of("reason", reason));
    }

    private void accepted(Identity identity, HttpRequest request) {
        meters.count(MeterNames.FORWARDED_TOKEN_ACCEPTED);
        audit.record(
                AuditEvent.FORWARDED_ID_TOKEN_ACCEPTED,
                Optional.of(requesters.apply(request)),
                new About(Optional.of(identity.caller().subject()), Optional.empty()),
                Map.of("session", identity.caller().session().value()));
    }

    private static OAuthError invalidToken(String description) {
        return new OAuthError(401, "invalid_token", description);
    }
}
