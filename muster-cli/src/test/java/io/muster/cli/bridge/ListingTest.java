package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.CallToolResult;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void names_are_found_in_lists_and_in_objects_that_hold_one() {
        var tools = CallToolResult.text("{\"tools\":[{\"name\":\"b\"},{\"name\":\"a\"},{},7]}");
        var resources = CallToolResult.text("[{\"uri\":\"file://x\",\"name\":\"n\"}]");

        assertThat(Listing.TOOLS.names(tools.json())).containsExactly("a", "b");
        assertThat(Listing.RESOURCES.names(resources.json())).containsExactly("file://x");
    }

    @Test
    void a_sentence_instead_of_a_list_has_no_names() {
        assertThat(Listing.PROMPTS.names(
                        CallToolResult.text("No prompts available").json()))
                .isEmpty();
        assertThat(Listing.PROMPTS.names(json("{'code':-32602}"))).isEmpty();
    }

    @Test
    void a_difference_tells_what_came_and_what_went() {
        var before = new TreeSet<>(List.of("a", "b"));
        var after = new TreeSet<>(List.of("b", "c"));

        assertThat(Listing.difference(before, after)).containsExactly("+ Added: c", "- Removed: a");
        assertThat(Listing.difference(after, after)).isEmpty();
    }
}
