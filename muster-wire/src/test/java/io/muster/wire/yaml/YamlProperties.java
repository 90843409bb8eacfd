package io.muster.wire.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.JsonArbitraries;
import io.muster.wire.json.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class YamlProperties {
    @Provide
    Arbitrary<JsonObject> objects() {
        return JsonArbitraries.objects();
    }

    @Property(tries = 500)
    void what_is_written_reads_as_the_same_value(@ForAll("objects") JsonObject value) {
        var text = YamlDocument.write(value);

        assertThat(YamlDocument.parse(text).value()).as(text).isEqualTo(value);
    }
}
