package io.muster.authserver.store.codec;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.User;

/** The codecs of all kinds of values. */
public final class Codecs {
    public static final Codec<LoginSession> SESSION = new LoginSessionCodec();
    public static final Codec<GrantedToken> TOKEN = new GrantedTokenCodec();
    public static final Codec<PendingLogin> LOGIN = new PendingLoginCodec();
    public static final Codec<PendingConsent> CONSENT = new PendingConsentCodec();
    public static final Codec<AuthorizedCode> CODE = new AuthorizedCodeCodec();
    public static final Codec<RegisteredClient> CLIENT = new RegisteredClientCodec();
    public static final Codec<ProviderTokens> PROVIDER_TOKENS = new ProviderTokensCodec();
    public static final Codec<User> USER = new UserCodec();

    private Codecs() {}
}
