package io.muster.wire.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HtmlProperties {
    @Property(tries = 300)
    void no_text_can_become_markup(@ForAll String text) {
        assertThat(Html.text(text).markup()).doesNotContain("<", ">", "\"", "'");
    }

    @Property(tries = 300)
    void no_value_can_leave_its_attribute(@ForAll String value) {
        var element = Html.element("a").with("href", value).saying("x").markup();

        assertThat(element.chars().filter(character -> character == '"')).hasSize(2);
        assertThat(element.chars().filter(character -> character == '<')).hasSize(2);
    }

    @Property(tries = 300)
    void nothing_invisible_is_shown(@ForAll String text) {
        assertThat(Html.text(text).markup().codePoints())
                .noneMatch(character ->
                        Character.getType(character) == Character.FORMAT || Character.isISOControl(character));
    }
}
