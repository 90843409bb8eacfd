package io.muster.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.fake.FakeBackends;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {
    @ParameterizedTest
    @CsvSource({
        "x,  github,    list,        x_github_list",
        "x,  github,    github_list, x_github_list",
        "x,  my-server, tool.v1,     x_my-server_tool.v1",
        "x,  git,       github_list, x_git_github_list",
        "'', s,         t,           x_s_t",
        "mu, s,         t,           mu_s_t"
    })
    void an_exposed_name_begins_with_prefix_and_server_once(String prefix, String part, String tool, String exposed) {
        assertThat(new Naming(prefix).exposed(part, tool)).isEqualTo(exposed);
    }

    @ParameterizedTest
    @CsvSource({"demo://a/b, demo://a/b", "notes/a, x_s_notes/a", "s_notes, x_s_notes"})
    void a_uri_with_a_scheme_stays_as_it_is(String uri, String exposed) {
        assertThat(new Naming("x").exposedUri("s", uri)).isEqualTo(exposed);
    }

    @ParameterizedTest
    @CsvSource({"'', server", "gh, gh"})
    void a_tool_prefix_stands_for_the_server_name(String toolPrefix, String part) {
        var naming = new BackendSpec.Naming(Optional.of(toolPrefix), Optional.empty());

        assertThat(Naming.serverPart(FakeBackends.server("server", naming))).isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({
        "demo://a/{id},      demo://a/1,      true",
        "demo://a/{id},      demo://b/1,      false",
        "demo://{a}/x/{b}/y, demo://1/x/2/y,  true",
        "demo://{a}/x/{b}/y, demo://1/x/2/z,  false",
        "demo://fixed,       demo://fixed,    true",
        "demo://fixed,       demo://fixedly,  false",
        "demo://{open,       demo://{open,    true"
    })
    void a_template_covers_uris_with_its_literal_parts(String template, String uri, boolean matches) {
        assertThat(UriTemplate.of(template).matches(uri)).isEqualTo(matches);
    }

    @Test
    void a_hostile_template_costs_no_more_than_its_length() {
        var template = UriTemplate.of("a://" + "{x}a".repeat(2_000));

        assertThat(template.matches("a://" + "a".repeat(1_999))).isFalse();
    }
}
