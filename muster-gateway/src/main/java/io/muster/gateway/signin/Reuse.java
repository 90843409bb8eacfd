package io.muster.gateway.signin;

import io.muster.gateway.signin.StoredTokens.Identity;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.token.TokenClient;
import io.muster.oauth.token.TokenSet;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;

/** Finds among what a session has what spares the user a login at another server. */
record Reuse(SignIns signIns) {
    /** What one server needs. */
    private record Need(SessionId session, SignInTerms terms, ResolvedAuthorization authorization, Scopes scopes) {
        URI resource() {
            return terms.resource(authorization);
        }
    }

    /** Binds the session's server to a token that may be good for it; false when there is none. */
    boolean prepare(SessionId session, SignInTerms terms, ResolvedAuthorization authorization, Scopes scopes)
            throws InterruptedException {
        var need = new Need(session, terms, authorization, scopes);
        // Its own first, then those that need no request.
        var candidates = signIns.vault().all(session).stream()
                .filter(stored -> stored.key().issuer().equals(authorization.issuer()))
                .sorted(Comparator.<StoredTokens, Boolean>comparing(
                                stored -> !stored.key().resource().equals(need.resource()))
                        .thenComparing(stored -> sharing(need, stored)))
                .toList();
        for (var stored : candidates) {
            if (prepared(need, stored)) {
                return true;
            }
        }
        return false;
    }

    private Sharing sharing(Need need, StoredTokens stored) {
        return Sharing.of(
                stored,
                need.authorization(),
                need.resource(),
                need.scopes(),
                signIns.parts().settings().shareTokensByIssuer());
    }

    private boolean prepared(Need need, StoredTokens stored) throws InterruptedException {
        return switch (sharing(need, stored)) {
            case AS_IT_IS -> {
                signIns.vault().bind(need.session(), need.terms(), stored.key());
                yield true;
            }
            case DERIVED -> {
                var derived = derive(need, stored);
                derived.ifPresent(tokens -> signIns.vault().keep(need.session(), need.terms(), tokens));
                yield derived.isPresent();
            }
            case NOT -> false;
        };
    }

    private Optional<StoredTokens> derive(Need need, StoredTokens from) throws InterruptedException {
        var identity = signIns.clients().of(from);
        if (identity.isEmpty() || !need.terms().sendResource()) {
            return Optional.empty();
        }
        // Where it came from, and nowhere else, whatever the other server says of the issuer.
        var request = new TokenClient.Request(
                from.tokenEndpoint(),
                identity.get().credentials(),
                Optional.of(need.resource()),
                from.tokens().scopes());
        return signIns.renewal()
                .derive(need.session(), from, request)
                .filter(tokens -> Sharing.isFor(tokens, from, need.resource()))
                .map(tokens -> stored(need, from, tokens, Clients.kind(identity.get())));
    }

    private StoredTokens stored(Need need, StoredTokens from, TokenSet tokens, Identity identity) {
        var key = new TokenKey(from.key().issuer(), need.resource(), from.key().client());
        var now = signIns.parts().clock().instant();
        return new StoredTokens(
                key,
                tokens,
                from.tokens().scopes(),
                Optional.of(need.resource()),
                identity,
                need.authorization().provenance(),
                from.tokenEndpoint(),
                Optional.of(from.key()),
                now,
                StoredTokens.nextGeneration(from.generation(), now),
                Optional.empty());
    }
}
