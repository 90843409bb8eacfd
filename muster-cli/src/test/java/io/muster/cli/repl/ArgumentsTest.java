package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.argument.ArgumentFailure;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final JsonObject SCHEMA = Json.parseObject("""
            {"properties":{"name":{"type":"string"},"port":{"type":"integer"},"tags":{"type":"array"}}}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name=5 port=5              | {\"name\":\"5\",\"port\":5}",
                "name='a = b'               | {\"name\":\"a = b\"}",
                "name={\"a\":1}             | {\"name\":\"{\\\"a\\\":1}\"}",
                "tags=[1,2]                 | {\"tags\":[1,2]}",
                "other={\"a\": [1]} more=x  | {\"other\":{\"a\":[1]},\"more\":\"x\"}",
                "other={a}                  | {\"other\":\"{a}\"}",
                "other=true                 | {\"other\":true}",
                "name=                      | {\"name\":\"\"}",
                "{\"port\": \"as it is\"}   | {\"port\":\"as it is\"}",
            })
    void words_become_values_by_the_schema_and_json_is_taken_as_it_is(String line, String json) {
        assertThat(Arguments.of(Words.of(line).given(), SCHEMA)).isEqualTo(Json.parseObject(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name              | unexpected argument \"name\": arguments are key=value words, or one JSON object",
                "=x                | unexpected argument \"=x\"",
                "port=many         | argument \"port\" must be an integer, not \"many\"",
                "{\"a\": }         | Invalid JSON at position 7",
                "{\"a\":1} b=2     | unexpected text after the JSON object: \"b=2\"",
            })
    void what_is_no_argument_is_refused_with_the_reason(String line, String reason) {
        assertThatThrownBy(() -> Arguments.of(Words.of(line).given(), SCHEMA))
                .isInstanceOf(ArgumentFailure.class)
                .hasMessageStartingWith(reason);
    }
}
