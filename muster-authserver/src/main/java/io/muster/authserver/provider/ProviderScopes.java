package io.muster.authserver.provider;

import io.muster.oauth.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chooses the scopes that the identity provider is asked for: what the client asked for, and what operators require. What
 * a client asks for can never displace what is mandatory, so a client that asks for {@code openid} alone still obtains ID
 * tokens that the backends accept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749, 3.3 Access Token Scope</a>
 */
final class ProviderScopes {
    static final String OPENID = "openid";
    static final String OFFLINE_ACCESS = "offline_access";
    static final String AUDIENCE = "audience:server:client_id:";

    private static final int MOST = 50;
    private static final int LONGEST = 256;
    private static final Pattern AUDIENCE_ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Set<String> MANDATORY = Set.of(OPENID, "email", "profile", "groups", OFFLINE_ACCESS);

    /** Dex refuses a whole request because of one scope that it does not know. */
    static final Predicate<String> DEX = scope -> MANDATORY.contains(scope)
            || scope.equals("federated:id")
            || (scope.startsWith(AUDIENCE) && isAudience(scope.substring(AUDIENCE.length())));

    /** Google says {@code access_type=offline} where others say {@code offline_access}, and knows no groups. */
    static final Predicate<String> GOOGLE = scope -> scope.equals(OPENID)
            || scope.equals("email")
            || scope.equals("profile")
            || scope.startsWith("https://www.googleapis.com/");

    private final Predicate<String> known;

    /** @param known which scopes the provider understands; all others are left out */
    ProviderScopes(Predicate<String> known) {
        this.known = known;
    }

    /**
     * Those of the request, then the mandatory ones among the defaults, without repetition and unknown ones. Where there
     * are too many, those of the client give way.
     */
    Scopes merge(Scopes requested, Scopes defaults) {
        var mandatory = new Scopes(
                defaults.values().stream().filter(ProviderScopes::isMandatory).toList());
        var wanted = requested.union(mandatory).values().stream()
                .filter(scope -> scope.length() <= LONGEST && known.test(scope))
                .toList();
        var complete =
                wanted.contains(OPENID) ? new Scopes(wanted) : Scopes.of(OPENID).union(wanted);
        return complete.values().size() <= MOST ? complete : shortened(complete, mandatory);
    }

    /** The scope that makes ID tokens valid for another client of the provider. */
    static String audience(String id) {
        return AUDIENCE + id;
    }

    static boolean isAudience(String id) {
        return id.length() <= LONGEST - AUDIENCE.length()
                && AUDIENCE_ID.matcher(id).matches();
    }

    private static boolean isMandatory(String scope) {
        return MANDATORY.contains(scope) || scope.startsWith(AUDIENCE);
    }

    private static Scopes shortened(Scopes complete, Scopes mandatory) {
        var indispensable = Scopes.of(OPENID).union(mandatory);
        var room = MOST
                - (int) complete.values().stream()
                        .filter(indispensable::contains)
                        .count();
        List<String> kept = new ArrayList<>();
        for (var scope : complete) {
            if (indispensable.contains(scope)) {
                kept.add(scope);
            } else if (room > 0) {
                kept.add(scope);
                room--;
            }
        }
        return new Scopes(kept.subList(0, Math.min(MOST, kept.size())));
    }
}
