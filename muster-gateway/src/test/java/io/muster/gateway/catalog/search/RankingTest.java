package io.muster.gateway.catalog.search;

import static io.muster.gateway.fake.FakeBackends.tool;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static List<String> search(String query, String... names) {
        var index = ToolIndex.of(Arrays.stream(names)
                .map(name -> new ToolDocument(tool(name, "")))
                .toList());
        return index.search(new ToolQuery("", "", query, Map.of(), false), 0, 0).page().stream()
                .map(match -> match.document().name())
                .toList();
    }

    @Test
    void relatives_of_a_term_follow_all_exact_matches() {
        assertThat(search("pod", "pods_pods_pods", "a_b_c_d_e_f_g_pod", "podium"))
                .startsWith("a_b_c_d_e_f_g_pod")
                .containsExactlyInAnyOrder("a_b_c_d_e_f_g_pod", "pods_pods_pods", "podium");
    }

    @Test
    void a_plural_finds_its_singular() {
        assertThat(search("pods", "pod_log", "other")).containsExactly("pod_log");
    }

    @Test
    void short_terms_have_no_relatives() {
        assertThat(search("po", "pods")).isEmpty();
    }

    @Test
    void relatives_never_reach_the_least_exact_score() {
        var index = ToolIndex.of(List.of(
                new ToolDocument(tool("pods_pods", "")),
                new ToolDocument(tool("x", "one two three four pod")),
                new ToolDocument(tool("other", ""))));

        var page = index.search(new ToolQuery("", "", "pod", Map.of(), false), 0, 0)
                .page();

        assertThat(page).hasSize(2);
        assertThat(page.get(1).score()).isPositive().isLessThan(page.get(0).score());
    }

    @Test
    void a_query_of_punctuation_finds_nothing() {
        assertThat(search("--- !!", "a", "b")).isEmpty();
    }
}
