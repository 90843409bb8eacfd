package io.muster.oauth.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.muster.oauth.Scopes;
import java.net.URI;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer resource_metadata=\"https://mcp.example/meta\", scope=\"read write\", error=\"invalid_token\"",
                "bearer Resource_Metadata=\"https://mcp.example/meta\",SCOPE=\"read write\",error=invalid_token",
                "Bearer  error = invalid_token , scope = \"read write\" , resource_metadata ="
                        + " \"https://mcp.example/meta\"",
                "Basic realm=\"a, b\", Bearer error=\"invalid_token\", scope=\"read write\", "
                        + "resource_metadata=\"https://mcp.example/meta\"",
                "Negotiate YII+/a==, Bearer error=\"invalid_token\",scope=\"read\\ write\","
                        + "resource_metadata=\"https://mcp.example/meta\", NewScheme",
                "DPoP algs=\"ES256\", resource_metadata=\"https://mcp.example/meta\", scope=\"read write\", "
                        + "error=\"invalid_token\"",
            })
    void is_read_by_the_grammar(String header) {
        var challenge = Challenge.ofBearer(List.of(header)).orElseThrow();

        assertThat(challenge.resourceMetadata()).contains(URI.create("https://mcp.example/meta"));
        assertThat(challenge.scope()).contains(Scopes.of("read", "write"));
        assertThat(challenge.error()).contains("invalid_token");
    }

    @Test
    void of_several_lines_and_schemes_all_are_read() {
        var challenges = Challenge.parse(List.of("Basic realm=\"x\", Digest nonce=abc", "Bearer"));

        assertThat(challenges)
                .containsExactly(
                        new Challenge("basic", Map.of("realm", "x")),
                        new Challenge("digest", Map.of("nonce", "abc")),
                        new Challenge("bearer", Map.of()));
    }

    @Test
    void a_quoted_value_may_contain_anything() {
        var challenge = Challenge.parse(List.of("Bearer error_description=\"say \\\"no\\\", Bearer scope=x\""))
                .getFirst();

        assertThat(challenge.parameter("error_description")).contains("say \"no\", Bearer scope=x");
        assertThat(challenge.scope()).isEmpty();
    }

    @Test
    void what_is_not_about_tokens_says_nothing() {
        assertThat(Challenge.ofBearer(
                        List.of("Basic realm=\"https://as.example\", resource_metadata=\"https://x.example\"")))
                .isEmpty();
        assertThat(Challenge.ofBearer(List.of("Bearer scope=\" \""))
                        .orElseThrow()
                        .scope())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "http://mcp.example/meta",
                "javascript:alert(1)",
                "https://user:secret@mcp.example/",
                "https:///meta",
                "/meta",
                "https://mcp.example/a b",
            })
    void metadata_elsewhere_than_on_the_web_is_not_named(String url) {
        var challenge = Challenge.ofBearer(List.of("Bearer resource_metadata=\"" + url + "\""))
                .orElseThrow();

        assertThat(challenge.resourceMetadata()).isEmpty();
    }

    @Property
    void no_header_breaks_it(@ForAll String header) {
        assertThatCode(() -> Challenge.parse(List.of(header, "Bearer " + header)))
                .doesNotThrowAnyException();
    }

    @Test
    void a_huge_header_is_read_in_part() {
        var header = "Bearer a=b" + ",x=\"y\"".repeat(100_000);

        assertThat(Challenge.parse(List.of(header)).getFirst().parameters()).hasSizeLessThan(100);
    }
}
