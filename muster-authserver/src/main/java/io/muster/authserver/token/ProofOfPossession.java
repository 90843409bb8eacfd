package io.muster.authserver.token;

import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.DpopProofs;
import io.muster.oauth.jose.DpopProofs.Expected;
import io.muster.oauth.jose.DpopProofs.Proof;
import io.muster.wire.http.HttpRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks the proof of possession of a request, which is good for one request only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-4.3">RFC 9449, 4.3 Checking DPoP Proofs</a>
 */
public final class ProofOfPossession implements KeyProof {
    private static final String HEADER = "DPoP";

    private final ReplayGuard replays;
    private final Function<HttpRequest, Set<String>> urls;
    private final InstantSource clock;

    /** @param urls under which the target of a request is known to clients */
    public ProofOfPossession(ReplayGuard replays, Function<HttpRequest, Set<String>> urls, InstantSource clock) {
        this.replays = replays;
        this.urls = urls;
        this.clock = clock;
    }

    @Override
    public Optional<String> thumbprint(HttpRequest request) {
        return request.headers().all(HEADER).isEmpty()
                ? Optional.empty()
                : Optional.of(checked(request, Optional.empty(), 400));
    }

    /**
     * The thumbprint of the key that was proven together with an access token.
     *
     * @throws OAuthRejection with status 401 when there is no good proof
     */
    public String thumbprint(HttpRequest request, Secret accessToken) {
        return checked(request, Optional.of(accessToken), 401);
    }

    private String checked(HttpRequest request, Optional<Secret> accessToken, int status) {
        var proofs = request.headers().all(HEADER);
        if (proofs.size() != 1) {
            throw refused(status, "invalid_dpop_proof", "exactly one DPoP header is needed");
        }
        var now = clock.instant();
        var expected = new Expected(request.method(), urls.apply(request), accessToken, Optional.empty());
        return switch (DpopProofs.verify(proofs.getFirst(), expected, now)) {
            case Proof.Refused(var code, var reason) -> throw refused(status, code, reason);
            case Proof.Valid(var thumbprint, var replayKey, var until) -> {
                if (!replays.first(TokenHash.of(replayKey), now, until)) {
                    throw refused(status, "invalid_dpop_proof", "the proof was used before");
                }
                yield thumbprint;
            }
        };
    }

    private static OAuthRejection refused(int status, String code, String reason) {
        return new OAuthRejection(new OAuthError(status, code, "DPoP proof refused: " + reason));
    }
}
