package io.muster.gateway.signin;

import io.muster.oauth.SessionId;
import io.muster.oauth.codeflow.PendingLogins;
import io.muster.oauth.store.HashStore;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens of all sessions. A session has one hash: a field for each token, and one for each server that says which of
 * the tokens it uses, under which definition. Tokens that no server uses any more go. Thread-safe as far as its store is.
 *
 * <p>Every method throws {@link io.muster.oauth.store.StoreUnavailable} when the store gives no answer.
 */
final class TokenVault {
    private static final String SERVER = "server|";

    private final HashStore store;
    private final Duration life;

    /** @param life how long what belongs to a session is kept after its last change */
    TokenVault(HashStore store, Duration life) {
        this.store = store;
        this.life = life;
    }

    private static String key(SessionId session) {
        return "oauth:token:" + session.value();
    }

    private static String ended(SessionId session) {
        return "oauth:ended:" + session.value();
    }

    /** Which token a server uses, while it is defined as it was then. */
    private record Binding(String token, String definition) {
        static Optional<Binding> read(String text) {
            try {
                var json = Json.parseObject(text);
                return Optional.of(new Binding(json.text("token", ""), json.text("definition", "")));
            } catch (JsonException notOurs) {
                return Optional.empty();
            }
        }

        String write() {
            return Json.text(JsonObject.of("token", token).with("definition", definition), JsonFormat.COMPACT);
        }
    }

    /** The token that the session uses for a server as it is defined now. */
    Optional<StoredTokens> bound(SessionId session, SignInTerms terms) {
        return store.get(key(session), SERVER + terms.backend())
                .flatMap(Binding::read)
                .filter(binding -> binding.definition().equals(terms.definition()))
                .flatMap(binding -> TokenKey.parse(binding.token()))
                .flatMap(token -> find(session, token));
    }

    Optional<StoredTokens> find(SessionId session, TokenKey token) {
        return store.get(key(session), token.field()).flatMap(text -> StoredTokensCodec.read(token, text));
    }

    List<StoredTokens> all(SessionId session) {
        return List.copyOf(tokens(store.all(key(session))).values());
    }

    private static Map<String, StoredTokens> tokens(Map<String, String> hash) {
        var tokens = new LinkedHashMap<String, StoredTokens>();
        hash.forEach((field, text) -> TokenKey.parse(field)
                .flatMap(token -> StoredTokensCodec.read(token, text))
                .ifPresent(stored -> tokens.put(field, stored)));
        return tokens;
    }

    /** From now on the session uses these tokens for the server. The binding comes first, so that nobody sweeps them away. */
    void keep(SessionId session, SignInTerms terms, StoredTokens stored) {
        put(session, terms, stored.key());
        store.put(key(session), stored.key().field(), StoredTokensCodec.write(stored), life);
        sweep(session);
    }

    /** From now on the session uses that token, which it has, for the server. */
    void bind(SessionId session, SignInTerms terms, TokenKey token) {
        put(session, terms, token);
        sweep(session);
    }

    private void put(SessionId session, SignInTerms terms, TokenKey token) {
        var binding = new Binding(token.field(), terms.definition());
        store.put(key(session), SERVER + terms.backend(), binding.write(), life);
    }

    /** Replaces what is there; what was dropped meanwhile stays dropped. */
    void replace(SessionId session, StoredTokens stored) {
        store.replace(key(session), stored.key().field(), StoredTokensCodec.write(stored));
    }

    /**
     * The session uses no token for the server any more.
     *
     * @return the tokens that nothing is left to use
     */
    List<StoredTokens> unbind(SessionId session, String backend) {
        store.remove(key(session), SERVER + backend);
        return sweep(session);
    }

    private List<StoredTokens> sweep(SessionId session) {
        var hash = store.all(key(session));
        var tokens = tokens(hash);
        var used = used(hash, tokens);
        var unused = tokens.entrySet().stream()
                .filter(entry -> !used.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        unused.forEach(stored -> store.remove(key(session), stored.key().field()));
        return unused;
    }

    private static Set<String> used(Map<String, String> hash, Map<String, StoredTokens> tokens) {
        var used = new HashSet<String>();
        hash.forEach((field, text) -> {
            if (field.startsWith(SERVER)) {
                Binding.read(text).map(Binding::token).ifPresent(used::add);
            }
        });
        tokens.forEach((field, stored) -> {
            if (used.contains(field)) {
                stored.parent().map(TokenKey::field).ifPresent(used::add);
            }
        });
        return used;
    }

    /** Nothing of the session is left, and what its browsers may still bring comes too late. */
    void end(SessionId session) {
        store.put(ended(session), "ended", "", PendingLogins.LIFE);
        store.remove(key(session));
    }

    boolean hasEnded(SessionId session) {
        return store.get(ended(session), "ended").isPresent();
    }
}
