package io.muster.authserver.authorize;

import io.muster.authserver.protocol.Locations;
import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.FlowStore.Redemption;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.RegisteredClient.Origin;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Logins for pages of Muster itself, which want to know who sits there and nothing else. They are logins like all others, of a
 * client that an operator vouches for; but the code is redeemed here, so no session begins and no token is issued. Every
 * method throws {@link io.muster.oauth.store.StoreUnavailable} when the store gives no answer. Thread-safe.
 */
public final class OwnLogins {
    private static final ClientId CLIENT = new ClientId("muster-pages");

    private final Stores stores;
    private final Locations locations;
    private final InstantSource clock;

    public OwnLogins(Stores stores, Locations locations, InstantSource clock) {
        this.stores = stores;
        this.locations = locations;
        this.clock = clock;
    }

    /**
     * Where a browser logs in.
     *
     * @param returnTo where it comes back to, with the state and a code
     * @param challenge the S256 challenge (RFC 7636) of what this browser alone knows
     */
    public URI begin(URI returnTo, String state, String challenge) {
        known(returnTo.toString());
        return URI.create(locations.url("/oauth/authorize?response_type=code&scope=openid&code_challenge_method=S256")
                + parameter("client_id", CLIENT.value())
                + parameter("redirect_uri", returnTo.toString())
                + parameter("state", state)
                + parameter("code_challenge", challenge));
    }

    private static String parameter(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void known(String redirect) {
        if (stores.clients()
                .find(CLIENT)
                .filter(client -> client.redirectUris().equals(List.of(redirect)))
                .isEmpty()) {
            var metadata = JsonObject.of("client_name", "Muster")
                    .with("redirect_uris", JsonArray.ofStrings(List.of(redirect)))
                    .with("grant_types", JsonArray.ofStrings(List.of("authorization_code")))
                    .with("response_types", JsonArray.ofStrings(List.of("code")))
                    .with("token_endpoint_auth_method", "none");
            stores.clients()
                    .put(new RegisteredClient(
                            CLIENT, Optional.empty(), Origin.SEEDED, metadata, clock.instant(), Optional.empty()));
        }
    }

    /**
     * Who logged in; empty when the code is none, was used, or belongs to another browser.
     *
     * @param verifier what the browser alone knows
     */
    public Optional<Subject> completed(String code, String verifier) {
        var now = clock.instant();
        var hash = TokenHash.of(new Secret(code));
        var challenge = PkcePair.challenge(new Secret(verifier));
        return stores.flows()
                .find(hash, now)
                .filter(login ->
                        login.client().equals(CLIENT) && login.codeChallenge().equals(challenge))
                .filter(_ -> stores.flows().redeem(hash, now) == Redemption.REDEEMED)
                .map(AuthorizedCode::subject);
    }
}
