package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Scopes;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProviderScopesProperties {
    private static final Set<String> MANDATORY = Set.of("openid", "email", "profile", "groups", "offline_access");
    private final ProviderScopes dex = new ProviderScopes(ProviderScopes.DEX);

    @Property(tries = 200)
    void whatever_a_client_asks_for_mandatory_scopes_are_there(
            @ForAll("requests") List<String> requested, @ForAll("audiences") Set<String> audiences) {
        var defaults = Scopes.parse("openid profile email groups offline_access")
                .union(audiences.stream().map(ProviderScopes::audience).toList());

        var merged = dex.merge(new Scopes(requested), defaults);

        assertThat(merged.containsAll(defaults)).isTrue();
        assertThat(merged.values()).hasSizeLessThanOrEqualTo(50).doesNotHaveDuplicates();
    }

    @Property(tries = 200)
    void nothing_is_invented(@ForAll("requests") List<String> requested) {
        var defaults = Scopes.of("openid", "email");

        var merged = dex.merge(new Scopes(requested), defaults);

        assertThat(merged.values())
                .allMatch(scope -> requested.contains(scope) || scope.equals("openid") || scope.equals("email"));
    }

    @Property(tries = 200)
    void merging_twice_changes_nothing(
            @ForAll("requests") List<String> requested, @ForAll("audiences") Set<String> audiences) {
        var defaults = Scopes.of("openid", "groups")
                .union(audiences.stream().map(ProviderScopes::audience).toList());

        var once = dex.merge(new Scopes(requested), defaults);

        assertThat(dex.merge(once, defaults)).isEqualTo(once);
    }

    @Provide
    Arbitrary<List<String>> requests() {
        var known = Arbitraries.of(MANDATORY);
        var other =
                Arbitraries.strings().alpha().withChars(":-_").ofMinLength(1).ofMaxLength(40);
        var audience = audienceIds().map(ProviderScopes::audience);
        return Arbitraries.oneOf(known, other, audience).list().ofMaxSize(90);
    }

    @Provide
    Arbitrary<Set<String>> audiences() {
        return audienceIds().set().ofMaxSize(45);
    }

    private static Arbitrary<String> audienceIds() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("-_")
                .ofMinLength(1)
                .ofMaxLength(30);
    }
}
