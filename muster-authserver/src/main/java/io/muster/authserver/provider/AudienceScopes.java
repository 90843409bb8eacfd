package io.muster.authserver.provider;

import io.muster.oauth.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audiences that backends need in ID tokens at this moment, as scopes. They are asked for anew at every login, so that
 * a backend that was added later takes effect at the next one. What the audiences are is logged when it changes.
 * Thread-safe.
 */
final class AudienceScopes {
    private static final Logger log = LoggerFactory.getLogger(AudienceScopes.class);
    private static final int MOST = 50;

    private final Supplier<Set<String>> required;
    private volatile Set<String> reported = Set.of();

    /** @param required client ids at the identity provider; must not block */
    AudienceScopes(Supplier<Set<String>> required) {
        this.required = required;
    }

    Scopes current() {
        var ids = new TreeSet<>(required.get());
        report(ids);
        return new Scopes(valid(ids).stream().map(ProviderScopes::audience).toList());
    }

    private static List<String> valid(Set<String> ids) {
        return ids.stream().filter(ProviderScopes::isAudience).limit(MOST).toList();
    }

    private void report(Set<String> ids) {
        if (reported.equals(ids)) {
            return;
        }
        reported = Set.copyOf(ids);
        var used = valid(ids);
        var skipped = new ArrayList<>(ids);
        skipped.removeAll(used);
        log.atInfo().addKeyValue("audiences", used).log("audiences are asked for at every login");
        if (!skipped.isEmpty()) {
            log.atWarn()
                    .addKeyValue("audiences", skipped)
                    .log("audiences are left out: letters, digits, '-' and '_' are allowed, and 50 in all");
        }
    }
}
