package io.muster.authserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ResourceUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oauth-server specification, 19.5. */
class OwnResourcesTest {
    private static final String BASE = "https://muster.example";
    private static final String DIRECT = BASE + "/servers/github/mcp";

    private final OwnResources own =
            new OwnResources(new Locations(BASE), new ResourceUri("https://resource.example/"), true);

    @ParameterizedTest
    @CsvSource({
        "https://resource.example, true",
        "https://muster.example, true",
        "https://muster.example/, true",
        "HTTPS://MUSTER.example:443/mcp, true",
        "https://muster.example/sse, true",
        "https://muster.example/message, true",
        "https://muster.example/servers/github/mcp, true",
        "https://muster.example/servers/GitHub/mcp, false",
        "https://muster.example/servers/../mcp, false",
        "https://muster.example/servers/a/b/mcp, false",
        "https://muster.example/other, false",
        "https://muster.example.evil.example, false",
        "https://muster.example.evil.example/servers/github/mcp, false",
        "http://muster.example, false",
        "https://muster.example:8443, false",
        "https://muster.example/mcp?a=b, false"
    })
    void only_its_own_resources_are_owned(String resource, boolean owned) {
        assertThat(own.owns(new ResourceUri(resource))).isEqualTo(owned);
    }

    @Test
    void without_direct_endpoints_theirs_are_not_owned() {
        var none = new OwnResources(new Locations(BASE), new ResourceUri(BASE), false);

        assertThat(none.owns(new ResourceUri(DIRECT))).isFalse();
        assertThat(none.admit(List.of(DIRECT), "/servers/github/mcp")).isFalse();
        assertThat(none.isDirectPath("/servers/github/mcp")).isFalse();
    }

    @Test
    void a_grant_for_the_server_includes_its_parts_but_not_the_reverse() {
        assertThat(own.includes(List.of(BASE), new ResourceUri(DIRECT))).isTrue();
        assertThat(own.includes(List.of(BASE + "/mcp"), new ResourceUri(BASE))).isTrue();
        assertThat(own.includes(List.of(DIRECT), new ResourceUri(DIRECT))).isTrue();
        assertThat(own.includes(List.of(DIRECT), new ResourceUri(BASE))).isFalse();
        assertThat(own.includes(List.of(BASE), new ResourceUri("https://other.example")))
                .isFalse();
    }

    @Test
    void tokens_without_resource_name_the_configured_identifier() {
        assertThat(own.identifier()).isEqualTo("https://resource.example");
        assertThat(own.admit(List.of(own.identifier()), "/mcp")).isTrue();
    }
}
