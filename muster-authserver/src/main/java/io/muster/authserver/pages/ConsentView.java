package io.muster.authserver.pages;

import io.muster.oauth.Secret;
import java.util.List;

/**
 * What a person has to know before agreeing.
 *
 * @param clientName as the client calls itself; empty when it gives none
 * @param vouching who vouches for the name
 * @param redirectUri where the answer goes
 * @param local whether the answer goes to this computer, whatever redirect URI the client chooses
 * @param scopes what the client asks for
 * @param providerScopes what the identity provider is asked for on top
 * @param resources what the access is for
 * @param consent one-time identifier of the request
 * @param csrf value that the form carries
 * @param reference of the login
 */
public record ConsentView(
        String clientName,
        Vouching vouching,
        String redirectUri,
        boolean local,
        List<String> scopes,
        List<String> providerScopes,
        List<String> resources,
        Secret consent,
        Secret csrf,
        String reference) {
    public ConsentView {
        scopes = List.copyOf(scopes);
        providerScopes = List.copyOf(providerScopes);
        resources = List.copyOf(resources);
    }

    /** Who vouches for the name of a client. */
    public sealed interface Vouching {
        /** Whoever runs this server. */
        record Operator() implements Vouching {}

        /** The host where the client publishes its metadata: nobody else can use its identifier. */
        record Host(String host) implements Vouching {}

        /** Nobody: it registered itself. */
        record Nobody() implements Vouching {}
    }
}
