package io.muster.cli.login.grant;

import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;

/** How a client says who it is at the token endpoint (RFC 6749 section 2.3). */
public sealed interface ClientAuthentication {
    ClientId client();

    /** A public client, which has no secret: {@code none}. */
    record Public(ClientId client) implements ClientAuthentication {}

    /** {@code client_secret_basic}. */
    record SecretInHeader(ClientId client, Secret secret) implements ClientAuthentication {}

    /** {@code client_secret_post}. */
    record SecretInForm(ClientId client, Secret secret) implements ClientAuthentication {}
}
