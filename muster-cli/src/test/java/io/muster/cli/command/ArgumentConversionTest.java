package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.argument.ArgumentConversion;
import io.muster.cli.argument.ArgumentFailure;
import io.muster.cli.argument.Given;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentConversionTest {
    private static final JsonObject SCHEMA = Json.parseObject("""
            {"type":"object","properties":{
              "name":{"type":"string"},"port":{"type":"integer"},"ratio":{"type":"number"},"deep":{"type":"boolean"},
              "tags":{"type":"array","items":{"type":"string"}},"ids":{"type":"array","items":{"type":"integer"}},
              "labels":{"type":"object"},"either":{"type":["integer","string"]},"maybe":{"type":["string","null"]},
              "any":{}}}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--name=true                | {\"name\":\"true\"}",
                "--name 5                   | {\"name\":\"5\"}",
                "--name -1                  | {\"name\":\"-1\"}",
                "--name=                    | {\"name\":\"\"}",
                "--name                     | {\"name\":\"true\"}",
                "--port -1                  | {\"port\":-1}",
                "--port=8080 --name x       | {\"port\":8080,\"name\":\"x\"}",
                "--ratio 1e3                | {\"ratio\":1e3}",
                "--ratio 0.50               | {\"ratio\":0.50}",
                "--deep                     | {\"deep\":true}",
                "--deep --name x            | {\"deep\":true,\"name\":\"x\"}",
                "--deep=false               | {\"deep\":false}",
                "--tags a --tags 2          | {\"tags\":[\"a\",\"2\"]}",
                "--tags [\"a\",\"b\"]       | {\"tags\":[\"a\",\"b\"]}",
                "--ids 1 --ids=2            | {\"ids\":[1,2]}",
                "--labels {\"a\":1}         | {\"labels\":{\"a\":1}}",
                "--either 5                 | {\"either\":5}",
                "--either 5x                | {\"either\":\"5x\"}",
                "--maybe null               | {\"maybe\":null}",
                "--any 5                    | {\"any\":5}",
                "--other 1.5 --more x       | {\"other\":1.5,\"more\":\"x\"}",
                "--other null --more 007    | {\"other\":null,\"more\":\"007\"}",
                "--other 1 --other 2        | {\"other\":2}",
                "--name a -- --port 1       | {\"name\":\"a\"}",
                "--name -q --port 1         | {\"name\":\"true\",\"port\":1}",
                "-x word --port 1           | {\"port\":1}",
            })
    void words_become_values_of_the_type_of_the_schema(String line, String expected) {
        var arguments = new ArgumentConversion(SCHEMA).convert(given(line));

        assertThat(Json.text(arguments)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port x       | argument \"port\" must be an integer, not \"x\"",
                "--port 1.5     | argument \"port\" must be an integer, not \"1.5\"",
                "--port         | argument \"port\" needs a value (an integer)",
                "--deep=maybe   | argument \"deep\" must be a boolean, not \"maybe\"",
                "--ids x        | argument \"ids\" must be an integer, not \"x\"",
                "--labels []    | argument \"labels\" must be an object, not \"[]\"",
            })
    void a_word_that_is_no_value_of_its_type_is_refused(String line, String message) {
        assertThatThrownBy(() -> new ArgumentConversion(SCHEMA).convert(given(line)))
                .isInstanceOf(ArgumentFailure.class)
                .hasMessage(message);
    }

    @Test
    void a_schema_that_allows_nothing_else_names_the_nearest_argument() {
        var closed = SCHEMA.with("additionalProperties", false);

        assertThatThrownBy(() -> new ArgumentConversion(closed).convert(given("--prot 1")))
                .hasMessage("unknown argument \"prot\" (did you mean \"port\"?)");
    }

    private static List<Given> given(String line) {
        var syntax = Syntax.of("call");
        syntax.flag("-q, --quiet", "Print results only.");
        var others = syntax.others();
        syntax.read("", List.of(line.split(" ", -1)));
        return others.given();
    }
}
