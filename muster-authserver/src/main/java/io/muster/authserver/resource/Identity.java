package io.muster.authserver.resource;

import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.User;
import io.muster.oauth.Caller;
import io.muster.oauth.Scopes;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a verified token says about the one who shows it.
 *
 * @param caller user and session
 * @param scopes what the token grants
 * @param dpopKey thumbprint of the key that has to be proven
 * @param user looks up who the user is
 * @param proof looks up what proves the user to others
 */
record Identity(
        Caller caller,
        Scopes scopes,
        Optional<String> dpopKey,
        Supplier<Optional<User>> user,
        Supplier<Optional<SubjectToken>> proof) {}
