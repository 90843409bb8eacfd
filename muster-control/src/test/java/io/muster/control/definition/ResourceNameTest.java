package io.muster.control.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../config",
                "/etc/passwd",
                "a/b",
                "a\\b",
                "a\0b",
                "..",
                ".",
                "",
                ".hidden",
                "a.b",
                "-a",
                "a-",
                "a b",
                "a\n",
                "\u2025/config",
                "\uff0e\uff0e",
                "\u0430",
                "GitHub",
                "under_score",
                "CON",
                "con:",
                "~",
                "%2e%2e",
                "mcp-aggregator",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void a_name_that_is_no_label_names_no_server(String name) {
        assertThat(ResourceName.problem(ResourceKind.MCP_SERVER, name)).isPresent();
        assertThatThrownBy(() -> ResourceKey.server(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "github", "kubernetes-prod", "9lives", "a--b"})
    void a_label_names_a_server(String name) {
        assertThat(ResourceName.problem(ResourceKind.MCP_SERVER, name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"special-chars-workflow_123", "Deploy", "a", "mcp-aggregator"})
    void workflows_may_have_capitals_and_underscores(String name) {
        assertThat(ResourceName.problem(ResourceKind.WORKFLOW, name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../config", "a/b", "_a", "a_", "a.b", "\u00e9"})
    void workflows_may_not_have_names_that_are_paths(String name) {
        assertThat(ResourceName.problem(ResourceKind.WORKFLOW, name)).isPresent();
    }
}
