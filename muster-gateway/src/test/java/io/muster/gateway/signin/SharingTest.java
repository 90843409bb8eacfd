package io.muster.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.signin.StoredTokens.Identity;
import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** A JWT for an audience, or for nobody when that is empty; any other text with {@code opaque}. */
    private static Secret token(String audience) {
        if (audience.equals("opaque")) {
            return new Secret("0paque");
        }
        var claims = audience.isEmpty() ? "{\"sub\":\"alice\"}" : "{\"aud\":[\"" + audience + "\"]}";
        return new Secret(encoded("{\"alg\":\"RS256\"}") + "." + encoded(claims) + "." + encoded("signature"));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static StoredTokens stored(String audience, boolean renewable, Provenance provenance, Scopes granted) {
        return new StoredTokens(
                new TokenKey(
                        new Issuer("https://as.example"),
                        URI.create("https://a.example/mcp"),
                        new ClientId("muster-id")),
                new TokenSet(
                        token(audience),
                        renewable ? Optional.of(new Secret("refresh")) : Optional.empty(),
                        Optional.empty(),
                        NOW.plusSeconds(3600),
                        granted),
                granted,
                Optional.of(URI.create("https://a.example/mcp")),
                Identity.DYNAMIC,
                provenance,
                URI.create("https://as.example/token"),
                Optional.empty(),
                NOW,
                1,
                Optional.empty());
    }

    private static ResolvedAuthorization wanted(Provenance provenance, URI resource) {
        var metadata = new AuthorizationServerMetadata(Json.parseObject("""
                {"issuer": "https://as.example", "token_endpoint": "https://as.example/token",
                 "authorization_endpoint": "https://as.example/authorize"}"""));
        return new ResolvedAuthorization(metadata, provenance, resource, Scopes.NONE, Optional.empty(), Scopes.NONE);
    }

    @ParameterizedTest(name = "{0}, renewable {1}, for {2}, trusting {3}: {4}")
    @CsvSource({
        // audience of the token,  renewable, other server,         trusting, what
        "https://b.example/mcp,        true,  https://b.example/mcp, false, AS_IT_IS",
        "https://b.example,            true,  https://b.example/mcp, false, AS_IT_IS",
        "https://as.example,           true,  https://b.example/mcp, false, AS_IT_IS",
        "muster-id,                    true,  https://b.example/mcp, false, AS_IT_IS",
        "https://a.example/mcp,        true,  https://b.example/mcp, true,  DERIVED",
        "https://a.example/mcp,        false, https://b.example/mcp, true,  NOT",
        "https://b.example.evil,       false, https://b.example/mcp, true,  NOT",
        "https://a.example/mcp,        false, https://a.example/mcp, false, AS_IT_IS",
        "opaque,                       true,  https://b.example/mcp, true,  DERIVED",
        "opaque,                       false, https://b.example/mcp, true,  AS_IT_IS",
        "opaque,                       true,  https://b.example/mcp, false, DERIVED",
        "opaque,                       false, https://b.example/mcp, false, NOT",
        "opaque,                       true,  https://a.example/two, true,  AS_IT_IS",
        "opaque,                       true,  https://as.example/mcp, true, AS_IT_IS",
        "'',                           false, https://b.example/mcp, true,  AS_IT_IS",
        "'',                           false, https://b.example/mcp, false, NOT",
    })
    void a_token_goes_where_it_says_that_it_may(
            String audience, boolean renewable, URI resource, boolean trusting, Sharing sharing) {
        var stored = stored(audience, renewable, Provenance.VALIDATED, Scopes.NONE);

        assertThat(Sharing.of(stored, wanted(Provenance.VALIDATED, resource), resource, Scopes.NONE, trusting))
                .isEqualTo(sharing);
    }

    @ParameterizedTest
    @CsvSource({
        "RESOURCE_ORIGIN, VALIDATED, NOT",
        "VALIDATED, RESOURCE_ORIGIN, NOT",
        "PINNED, VALIDATED_VIA_ISSUER, AS_IT_IS"
    })
    void an_issuer_that_only_the_server_vouches_for_shares_nothing(Provenance here, Provenance there, Sharing sharing) {
        var resource = URI.create("https://b.example/mcp");

        assertThat(Sharing.of(
                        stored("opaque", false, here, Scopes.NONE),
                        wanted(there, resource),
                        resource,
                        Scopes.NONE,
                        true))
                .isEqualTo(sharing);
    }

    @ParameterizedTest
    @CsvSource({"a b, a, AS_IT_IS", "a b, a c, NOT", "a, a offline_access, AS_IT_IS", "'', a, NOT"})
    void what_was_not_granted_is_asked_for(String granted, String needed, Sharing sharing) {
        var resource = URI.create("https://b.example/mcp");

        assertThat(Sharing.of(
                        stored("opaque", false, Provenance.VALIDATED, Scopes.parse(granted)),
                        wanted(Provenance.VALIDATED, resource),
                        resource,
                        Scopes.parse(needed),
                        true))
                .isEqualTo(sharing);
    }
}
