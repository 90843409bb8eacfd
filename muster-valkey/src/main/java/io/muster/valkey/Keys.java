package io.muster.valkey;

import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.util.Optional;

/**
 * Names of keys: {@code <prefix>v2:<kind>:<hash>}. Whatever identifies somebody or something is hashed.
 *
 * <p>In a cluster, keys with the same text in braces are in the same slot. All sessions share one slot, and so do all
 * clients: a session must end with all its tokens at once, and a token must be found, without asking twice, by nothing but
 * its hash. One node serves more requests than all processes of Muster together make.
 *
 * @param prefix of the installation
 */
record Keys(String prefix) {
    private String key(String kind, String hash) {
        return prefix + "v2:" + kind + ":" + hash;
    }

    String seal() {
        return prefix + "v2:seal";
    }

    /** Used for nothing but to find out what may be done. */
    String rights() {
        return prefix + "v2:rights";
    }

    String session(SessionId id) {
        return key("{sessions}:session", hash(id.value()));
    }

    /** What the keys of all access tokens begin with. */
    String access() {
        return key("{sessions}:access", "");
    }

    String access(TokenHash token) {
        return access() + token.value();
    }

    /** The access token that has this key, if it is one of such. */
    Optional<TokenHash> token(String key) {
        return rest(key, access()).map(TokenHash::new);
    }

    /** What the keys of all beats of a process begin with. */
    String beats(String process) {
        return key("{sessions}:beat", process + ":");
    }

    String beat(String process, long number) {
        return beats(process) + number;
    }

    /** The number of the beat of this process that has this key, if it is one of such. */
    Optional<Long> beat(String process, String key) {
        return rest(key, beats(process)).map(Long::parseLong);
    }

    private static Optional<String> rest(String key, String beginning) {
        return key.startsWith(beginning) ? Optional.of(key.substring(beginning.length())) : Optional.empty();
    }

    String refresh(TokenHash token) {
        return key("{sessions}:refresh", token.value());
    }

    String refreshOf(SessionId id) {
        return key("{sessions}:refresh-of", hash(id.value()));
    }

    String accessOf(SessionId id) {
        return key("{sessions}:access-of", hash(id.value()));
    }

    String sessionsOf(Subject subject) {
        return key("{sessions}:of-user", hash(subject.value()));
    }

    String sessionsOf(ClientId client) {
        return key("{sessions}:of-client", hash(client.value()));
    }

    String client(ClientId id) {
        return key("{clients}:client", hash(id.value()));
    }

    String clientsOf(String address) {
        return key("{clients}:of-address", hash(address));
    }

    String login(TokenHash state) {
        return key("login", state.value());
    }

    String code(TokenHash code) {
        return key("code", code.value());
    }

    String consent(TokenHash consent) {
        return key("consent", consent.value());
    }

    String decision(TokenHash decision) {
        return key("decision", decision.value());
    }

    String withdrawal(TokenHash person) {
        return key("withdrawal", person.value());
    }

    String replay(TokenHash value) {
        return key("replay", value.value());
    }

    String user(Subject subject) {
        return key("user", hash(subject.value()));
    }

    String providerTokens(Subject subject) {
        return key("provider-tokens", hash(subject.value()));
    }

    String providerLock(Subject subject) {
        return key("provider-lock", hash(subject.value()));
    }

    /** The channel on which processes tell each other what happened to sessions. */
    String events() {
        return prefix + "auth:events";
    }

    /** A key of hashes, which says after its last colon whom it is about. */
    String hashOf(String key) {
        var colon = key.lastIndexOf(':');
        return key(key.substring(0, colon), hash(key.substring(colon + 1)));
    }

    static String fieldOf(String field) {
        return hash(field);
    }

    private static String hash(String identifier) {
        return TokenHash.of(identifier).value();
    }
}
