package io.muster.oauth.codeflow;

import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.StoredForm;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pending logins in a store, which any process that shares it can take up. Beside each login, its owner's hash names it,
 * so that those which are too many are found. Throws what the store throws.
 */
public final class StoredPendingLogins implements PendingLogins {
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String FIELD = "login";

    private final HashStore store;
    private final StoredForm<PendingLogin> form =
            new StoredForm<>("pending login", PendingLoginForm::write, PendingLoginForm::read);

    public StoredPendingLogins(HashStore store) {
        this.store = store;
    }

    @Override
    public void put(String state, PendingLogin login) {
        var owner = owner(login);
        store.put(key(state), FIELD, form.write(login), LIFE);
        // Named first and counted then: of two that begin at the same moment, each sees the other.
        store.put(owner, state, Long.toString(login.createdAt().toEpochMilli()), LIFE);
        store.all(owner).entrySet().stream()
                .filter(other -> !other.getKey().equals(state))
                .sorted(Map.Entry.<String, String>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .skip(MOST_OF_ONE - 1)
                .map(Map.Entry::getKey)
                .forEach(oldest -> forget(owner, oldest));
    }

    private void forget(String owner, String state) {
        store.remove(key(state));
        store.remove(owner, state);
    }

    @Override
    public Optional<PendingLogin> find(String state) {
        return isHandle(state) ? store.get(key(state), FIELD).flatMap(form::read) : Optional.empty();
    }

    @Override
    public void update(String state, PendingLogin login) {
        store.replace(key(state), FIELD, form.write(login));
    }

    @Override
    public Optional<PendingLogin> take(String state) {
        if (!isHandle(state)) {
            return Optional.empty();
        }
        var taken = store.take(key(state), FIELD).flatMap(form::read);
        taken.ifPresent(login -> store.remove(owner(login), state));
        return taken;
    }

    /** What browsers bring may be anything. */
    private static boolean isHandle(String state) {
        return HANDLE.matcher(state).matches();
    }

    private static String key(String state) {
        return "oauth:state:" + state;
    }

    private static String owner(PendingLogin login) {
        return "oauth:states:" + login.owner().session().value() + "|"
                + login.owner().backend();
    }
}
