package io.muster.oauth.discovery;

import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import io.muster.oauth.discovery.DiscoveryResult.Unresolved;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.Challenge;
import io.muster.oauth.metadata.InvalidMetadata;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.metadata.MetadataWeb.Fetched;
import io.muster.oauth.metadata.ProtectedResourceMetadata;
import io.muster.oauth.metadata.WebUrl;
import io.muster.oauth.metadata.WellKnown;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One walk along the chain. Used once, by one thread. */
final class DiscoveryRun {
    private static final int LARGEST_RESOURCE = 64 << 10;

    private final Target target;
    private final MetadataWeb web;
    private final IssuerMetadata issuers;
    private final Deadline deadline;
    private final Trace trace = new Trace();
    private Optional<Challenge> challenge = Optional.empty();

    DiscoveryRun(Target target, MetadataWeb web, Deadline deadline) {
        this.target = target;
        this.web = web;
        this.issuers = new IssuerMetadata(web);
        this.deadline = deadline;
    }

    DiscoveryResult run() throws InterruptedException {
        if (target.pin().isPresent()) {
            return pinned(target.pin().get());
        }
        challenge = challenge();
        var resource = resourceMetadata();
        if (resource.isPresent()) {
            return ofResource(resource.get());
        }
        var found = atResource();
        return found.isPresent()
                ? found.get()
                : new Unresolved(
                        "RFC 9728 protected resource metadata not found at any well-known path (last attempt: "
                                + trace.last() + "); set spec.auth.authorizationServer.issuer to bypass discovery",
                        trace.outcomes());
    }

    // --- the operator's word

    private DiscoveryResult pinned(Target.Pin pin) throws InterruptedException {
        for (var url : WellKnown.ofIssuer(pin.issuer())) {
            var found = issuers.at(url, Step.PIN, trace, deadline);
            if (found.isPresent()) {
                return pinned(pin, url, found.get());
            }
        }
        return new Unresolved(
                "authorizationServer override: no metadata of " + pin.issuer() + " (last attempt: " + trace.last()
                        + "); check spec.auth.authorizationServer.issuer",
                trace.outcomes());
    }

    private DiscoveryResult pinned(Target.Pin pin, URI url, AuthorizationServerMetadata metadata) {
        if (!metadata.issuer().matches(pin.issuer())) {
            trace.failed(Step.PIN, url, "it is about another issuer, " + metadata.issuer());
            return new Unresolved(
                    "authorizationServer override: issuer mismatch — spec.auth.authorizationServer.issuer=\""
                            + pin.issuer() + "\" but AS metadata reports issuer=\"" + metadata.issuer() + "\"",
                    trace.outcomes());
        }
        if (metadata.authorizationEndpoint().isEmpty()) {
            trace.failed(Step.PIN, url, "it has no authorization_endpoint");
            return new Unresolved("authorizationServer override: " + trace.last(), trace.outcomes());
        }
        trace.accepted(Step.PIN, url, "issuer " + metadata.issuer());
        return resolved(metadata, Provenance.PINNED, canonical(target.url()), pin.scopes(), Scopes.NONE);
    }

    // --- the challenge

    private Optional<Challenge> challenge() throws InterruptedException {
        var headers = target.challenges().isEmpty() ? asked() : target.challenges();
        var found = Challenge.ofBearer(headers);
        found.ifPresent(known -> trace.accepted(
                Step.CHALLENGE,
                target.url(),
                known.resourceMetadata().map(url -> "names " + url).orElse("names no resource metadata")));
        return found;
    }

    private List<String> asked() throws InterruptedException {
        try (var answer = web.probe(target.url(), deadline)) {
            if (answer.status() == 401
                    && !answer.headers().all("WWW-Authenticate").isEmpty()) {
                return answer.headers().all("WWW-Authenticate");
            }
            trace.failed(Step.CHALLENGE, target.url(), "status " + answer.status() + " without a challenge");
        } catch (OutboundException e) {
            trace.failed(Step.CHALLENGE, target.url(), MetadataWeb.text(e));
        }
        return List.of();
    }

    // --- metadata of the resource

    private Optional<ProtectedResourceMetadata> resourceMetadata() throws InterruptedException {
        for (var place : places().entrySet()) {
            var found = resourceMetadata(place.getKey(), place.getValue());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What the challenge names first, then the well-known places; each once. */
    private Map<URI, Step> places() {
        var places = new LinkedHashMap<URI, Step>();
        challenge.flatMap(Challenge::resourceMetadata).ifPresent(url -> places.put(url, Step.CHALLENGE_METADATA));
        WellKnown.ofResource(target.url()).forEach(url -> places.putIfAbsent(url, Step.RESOURCE_METADATA));
        return places;
    }

    private Optional<ProtectedResourceMetadata> resourceMetadata(URI url, Step step) throws InterruptedException {
        switch (web.fetch(url, LARGEST_RESOURCE, deadline)) {
            case Fetched.Nothing(var why) -> trace.failed(step, url, why);
            case Fetched.Document(var json, var _) -> {
                try {
                    var metadata = new ProtectedResourceMetadata(json);
                    metadata.requireAbout(target.url());
                    trace.accepted(step, url, "names " + metadata.authorizationServers());
                    return Optional.of(metadata);
                } catch (InvalidMetadata e) {
                    trace.failed(step, url, e.reason());
                }
            }
        }
        return Optional.empty();
    }

    /** A resource that names its servers is taken at its word: if none is usable, nothing is guessed. */
    private DiscoveryResult ofResource(ProtectedResourceMetadata resource) throws InterruptedException {
        var rejected = new ArrayList<String>();
        for (var issuer : resource.authorizationServers()) {
            var metadata = issuers.of(issuer, Step.ISSUER_METADATA, trace, deadline);
            if (metadata.isPresent() && metadata.get().authorizationEndpoint().isPresent()) {
                var named = resource.resource().flatMap(WebUrl::parse).orElseGet(() -> canonical(target.url()));
                return resolved(metadata.get(), Provenance.VALIDATED, named, Scopes.NONE, resource.scopesSupported());
            }
            rejected.add(issuer + " (" + trace.last() + ")");
        }
        return new Unresolved(
                "no authorization server of " + target.url() + " is usable: " + String.join(", ", rejected)
                        + "; set spec.auth.authorizationServer.issuer to name another",
                trace.outcomes());
    }

    // --- authorization server metadata at the resource

    private Optional<DiscoveryResult> atResource() throws InterruptedException {
        var places = new LinkedHashMap<URI, Step>();
        WellKnown.serverAtResource(target.url()).forEach(url -> places.put(url, Step.SERVER_AT_RESOURCE));
        WellKnown.openidAtResource(target.url()).forEach(url -> places.put(url, Step.OPENID_AT_RESOURCE));
        for (var place : places.entrySet()) {
            var found = issuers.at(place.getKey(), place.getValue(), trace, deadline);
            if (found.isPresent()) {
                var result = confirmed(place.getValue(), place.getKey(), found.get());
                if (result.isPresent()) {
                    return result;
                }
            }
        }
        return Optional.empty();
    }

    /** The word of the issuer that a document names counts more than the document. */
    private Optional<DiscoveryResult> confirmed(Step step, URI url, AuthorizationServerMetadata found)
            throws InterruptedException {
        try {
            if (IssuerRules.isOwn(found, target.url())) {
                IssuerRules.requireAuthorizationEndpoint(found);
                trace.accepted(step, url, "issuer " + found.issuer());
                return Optional.of(atResource(found, Provenance.VALIDATED));
            }
            var own = issuers.of(found.issuer(), Step.ISSUER_METADATA, trace, deadline);
            if (own.isPresent()) {
                return Optional.of(atResource(viaIssuer(own.get(), found), Provenance.VALIDATED_VIA_ISSUER));
            }
            IssuerRules.requireHarmless(found, target.url());
            trace.accepted(step, url, "issuer " + found.issuer() + ", which does not confirm it");
            return Optional.of(atResource(found, Provenance.RESOURCE_ORIGIN));
        } catch (InvalidMetadata e) {
            trace.failed(step, url, e.reason());
            return Optional.empty();
        }
    }

    private static AuthorizationServerMetadata viaIssuer(
            AuthorizationServerMetadata own, AuthorizationServerMetadata found) {
        var agrees = own.tokenEndpoint().equals(found.tokenEndpoint());
        var whole = agrees ? own.orAuthorizationEndpoint(found.authorizationEndpoint()) : own;
        IssuerRules.requireAuthorizationEndpoint(whole);
        return whole;
    }

    private DiscoveryResult atResource(AuthorizationServerMetadata metadata, Provenance provenance) {
        return resolved(metadata, provenance, canonical(target.url()), Scopes.NONE, Scopes.NONE);
    }

    private Resolved resolved(
            AuthorizationServerMetadata metadata, Provenance provenance, URI resource, Scopes pinned, Scopes listed) {
        return new Resolved(
                new ResolvedAuthorization(
                        metadata, provenance, resource, pinned, challenge.flatMap(Challenge::scope), listed),
                trace.outcomes());
    }

    /** The URL of a server as a resource indicator (RFC 8707): without query and trailing slash. */
    private static URI canonical(URI url) {
        return URI.create(new ResourceUri(WebUrl.origin(url) + WebUrl.path(url)).value());
    }
}
