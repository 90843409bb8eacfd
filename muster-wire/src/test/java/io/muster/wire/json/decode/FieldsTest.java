package io.muster.wire.json.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private record Server(
            String name, Optional<String> prefix, long timeout, List<String> args, Map<String, String> env) {}

    private static Server server(Fields fields) {
        var spec = fields.fieldsOrEmpty("spec");
        var server = new Server(
                fields.requiredText("name"),
                spec.text("toolPrefix", "tool_prefix"),
                spec.integer(1, 300, "timeout", "time_out").orElse(30),
                spec.strings("args"),
                spec.stringMap("env"));
        spec.bool("autoStart", false);
        spec.list("steps").forEach(step -> step.requiredText("id"));
        spec.warnOfUnknown();
        fields.refuseUnknown();
        return server;
    }

    @Test
    void a_document_without_fault_becomes_a_value() {
        var decoded = decode("""
                {"name": "a", "spec": {"tool_prefix": "p", "timeout": 5.0, "args": ["x", ""], "env": {"K": "v"}}}""");

        assertThat(decoded)
                .isEqualTo(new Decoded.Valid<>(
                        new Server("a", Optional.of("p"), 5, List.of("x", ""), Map.of("K", "v")), List.of()));
    }

    @Test
    void all_faults_are_told_at_once_with_their_places() {
        assertThat(problems("""
                {"spec": {"toolPrefix": 1, "timeout": 301, "args": ["a", 2], "env": {"K": true}, "autoStart": "yes",
                          "steps": [{"id": " "}, 3, {"id": 4}, {}]}, "Name": "x"}"""))
                .containsExactly(
                        "name: is required",
                        "spec.toolPrefix: must be a string",
                        "spec.timeout: must be between 1 and 300",
                        "spec.args[1]: must be a string",
                        "spec.env.K: must be a string",
                        "spec.autoStart: must be true or false",
                        "spec.steps[1]: must be an object",
                        "spec.steps[0].id: must not be empty",
                        "spec.steps[2].id: must be a string",
                        "spec.steps[3].id: is required",
                        "Name: is not known; did you mean name?");
    }

    @Test
    void a_member_of_the_wrong_kind_is_told_once() {
        assertThat(problems("{\"name\": [], \"spec\": 1}"))
                .containsExactly("spec: must be an object", "name: must be a string");
        assertThat(problems("{\"name\": \"a\", \"spec\": {\"args\": {}, \"env\": [], \"steps\": 1, \"timeout\": 1.5}}"))
                .containsExactly(
                        "spec.timeout: must be a whole number",
                        "spec.args: must be a list of strings",
                        "spec.env: must be a map of strings",
                        "spec.steps: must be a list");
    }

    @Test
    void null_counts_as_absent() {
        assertThat(problems("{\"name\": null, \"spec\": null}")).containsExactly("name: is required");
        assertThat(decode(
                        "{\"name\": \"a\", \"spec\": {\"toolPrefix\": null, \"tool_prefix\": \"p\", \"args\": null}}"))
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(((Server) valid.value()).prefix()).contains("p"));
    }

    @Test
    void the_first_spelling_wins_and_faults_name_the_one_that_was_used() {
        assertThat(problems("{\"name\": \"a\", \"spec\": {\"tool_prefix\": 1}}"))
                .containsExactly("spec.tool_prefix: must be a string");
        assertThat(decode("{\"name\": \"a\", \"spec\": {\"tool_prefix\": \"b\", \"toolPrefix\": \"a\"}}"))
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(((Server) valid.value()).prefix()).contains("a"));
    }

    @Test
    void unknown_members_are_warned_of_with_the_name_that_was_meant() {
        assertThat(decode("{\"name\": \"a\", \"spec\": {\"autostart\": true, \"colour\": 1}}"))
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(valid.warnings().toString())
                                .isEqualTo("[spec.autostart: is not known; did you mean autoStart?,"
                                        + " spec.colour: is not known]"));
    }

    private static Decoded<Server> decode(String json) {
        return Decoder.decode(Json.parseObject(json), FieldsTest::server);
    }

    private static List<String> problems(String json) {
        return decode(json) instanceof Decoded.Invalid<Server> invalid
                ? invalid.problems().stream().map(Problem::toString).toList()
                : List.of();
    }
}
