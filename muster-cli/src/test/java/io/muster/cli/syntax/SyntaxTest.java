package io.muster.cli.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.argument.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
    private final List<String> ran = new ArrayList<>();
    private final Syntax syntax = Syntax.of("list", "List things.").runs(() -> {
        ran.add("list");
        return 7;
    });
    private final Parameter type = syntax.parameter("TYPE", "What they are.");
    private final Setting<String> output = syntax.text("-o, --output", "FORMAT", "How.");
    private final Setting<Path> file = syntax.path("--file", "FILE", "Where.");
    private final Setting<Long> limit = syntax.number("--limit", "N", "How many.");
    private final Flag quiet = syntax.flag("-q, --quiet", "Say little.");
    private final Flag secret = syntax.hiddenFlag("--secret");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output json -q tools",
                "tools --quiet --output=json",
                "-o json tools -q",
                "-o=json -q=true tools",
                "-ojson -q -- tools",
                "-qojson tools",
                "-qo json tools",
            })
    void an_option_may_be_written_in_every_usual_way(String line) {
        read(line);

        assertThat(type.text()).isEqualTo("tools");
        assertThat(output.value()).contains("json");
        assertThat(quiet.isSet()).isTrue();
    }

    @Test
    void what_is_not_given_is_absent() {
        read("tools");

        assertThat(output.value()).isEmpty();
        assertThat(output.isGiven()).isFalse();
        assertThat(output.orElse("table")).isEqualTo("table");
        assertThat(quiet.isSet()).isFalse();
    }

    @Test
    void values_have_their_type() {
        read("tools --limit -5 --file /tmp/x --secret --quiet=false");

        assertThat(limit.value()).contains(-5L);
        assertThat(file.value()).contains(Path.of("/tmp/x"));
        assertThat(secret.isSet()).isTrue();
        assertThat(quiet.isSet()).isFalse();
    }

    @Test
    void an_empty_word_is_a_value() {
        syntax.read("muster ", List.of("tools", "-o", "", "--file="));

        assertThat(output.value()).contains("");
        assertThat(file.value()).contains(Path.of(""));
    }

    @Test
    void after_two_hyphens_every_word_is_a_parameter() {
        read("-- --quiet");

        assertThat(type.text()).isEqualTo("--quiet");
        assertThat(quiet.isSet()).isFalse();
    }

    @Test
    void a_word_is_never_taken_for_the_name_of_a_file_with_more_words() {
        read("@/etc/passwd -o @x");

        assertThat(type.text()).isEqualTo("@/etc/passwd");
        assertThat(output.value()).contains("@x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools --outptu x   | unknown flag: --outptu (did you mean \"--output\"?)",
                "--nope=x           | unknown flag: --nope",
                "tools -qz          | unknown flag: -z",
                "tools more         | unexpected argument \"more\" for \"muster list\"",
                "tools -            | unexpected argument \"-\" for \"muster list\"",
                "-q                 | Missing required parameter: 'TYPE'",
                "tools -o           | Missing required parameter for option '--output' (FORMAT)",
                "tools -o --quiet   | Expected parameter for option '--output' but found '--quiet'",
                "tools -o x -o y    | option '--output' (FORMAT) should be specified only once",
                "tools -q --quiet   | option '--quiet' should be specified only once",
                "tools -q=perhaps   | Invalid value for option '--quiet': 'perhaps' is not a boolean",
                "tools --limit 1.5  | Invalid value for option '--limit': '1.5' is not a whole number",
            })
    void a_line_that_means_nothing_is_refused_in_one_sentence(String line, String sentence) {
        assertThatThrownBy(() -> read(line)).isInstanceOf(SyntaxFailure.class).hasMessage(sentence);
    }

    @Test
    void what_must_be_there_is_named_when_it_is_not() {
        var add = Syntax.of("add").runs(() -> 0);
        add.parameter("OLD", "");
        add.parameter("NEW", "");
        add.requiredText("--endpoint", "URL", "Where.");

        assertThatThrownBy(() -> add.read("", List.of("a", "b")))
                .hasMessage("Missing required option: '--endpoint=URL'");
        assertThatThrownBy(() -> add.read("", List.of("--endpoint", "x")))
                .hasMessage("Missing required parameters: 'OLD', 'NEW'");
    }

    @Test
    void the_last_parameter_may_take_all_words() {
        var words = Syntax.of("import").runs(() -> 0);
        var first = words.optionalParameter("FIRST", "");
        var rest = words.parameters("REST", "");

        words.read("", List.of("a", "-", "c"));

        assertThat(first.text()).isEqualTo("a");
        assertThat(rest.texts()).containsExactly("-", "c");
    }

    @Test
    void the_action_runs_only_when_it_is_asked_to() throws InterruptedException {
        var reading = read("tools");

        assertThat(ran).isEmpty();
        assertThat(((Reading.Run) reading).action().run()).isEqualTo(7);
    }

    @Test
    void a_subcommand_shares_options_before_and_after_its_name() {
        var auth = Syntax.of("auth", "Log in.");
        var endpoint = auth.text("--endpoint", "URL", "Where.");
        auth.subcommand(Syntax.of("login", "Log in.").alias("in").sharing(auth).runs(() -> 1));

        assertThat(auth.read("muster ", List.of("--endpoint", "x", "in"))).isInstanceOf(Reading.Run.class);
        assertThat(endpoint.value()).contains("x");

        auth.read("muster ", List.of("login", "--endpoint", "y"));
        assertThat(endpoint.value()).contains("y");

        assertThat(auth.read("muster ", List.of())).isInstanceOf(Reading.Help.class);
        assertThatThrownBy(() -> auth.read("muster ", List.of("logni")))
                .hasMessage("unknown command \"logni\" for \"muster auth\" (did you mean \"login\"?)");
        assertThatThrownBy(() -> auth.read("muster ", List.of("login", "now")))
                .hasMessage("unexpected argument \"now\" for \"muster auth login\"");
    }

    @Test
    void the_name_of_a_subcommand_may_be_a_value() {
        var auth = Syntax.of("auth", "Log in.");
        var context = auth.text("--context", "NAME", "Where.");
        var login = Syntax.of("login", "Log in.").sharing(auth).runs(() -> 1);
        var server = login.text("--server", "NAME", "To what.");
        auth.subcommand(login);

        auth.read("muster ", words("--context login login --server login"));

        assertThat(context.value()).contains("login");
        assertThat(server.value()).contains("login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-qh", "tools -h --nope", "--help --limit x", "--help --limit"})
    void whoever_asks_for_help_gets_it(String line) {
        assertThat(read(line))
                .isInstanceOfSatisfying(
                        Reading.Help.class, help -> assertThat(help.text()).startsWith("Usage: muster list "));
    }

    @Test
    void a_subcommand_explains_itself_under_its_whole_name() {
        var auth = Syntax.of("auth", "Log in.");
        auth.subcommand(Syntax.of("login", "Log in.").alias("in").runs(() -> 1));
        auth.subcommand(Syntax.of("logout", "Log out.").runs(() -> 1));

        assertThat(auth.read("muster ", List.of("in", "--help"))).isEqualTo(new Reading.Help("""
                Usage: muster auth login [-h]
                Log in.
                  -h, --help   Show this help.
                """));
        assertThat(auth.read("muster ", List.of("--help", "in"))).isEqualTo(new Reading.Help("""
                Usage: muster auth [-h] [COMMAND]
                Log in.
                  -h, --help   Show this help.
                Commands:
                  login, in  Log in.
                  logout     Log out.
                """));
    }

    @Test
    void texts_are_shown_as_they_are() {
        var load = Syntax.of("load", "At 100% of ${HOME}.").footer("50%n");
        load.parameter("FILE", "At least 1%d.");
        load.flag("--all", "All 100%s of it.");
        load.subcommand(Syntax.of("half", "One %c of two."));

        assertThat(((Reading.Help) load.read("", List.of("-h"))).text())
                .contains("At 100% of ${HOME}.", "At least 1%d.", "All 100%s of it.", "One %c of two.", "50%n");
    }

    @Test
    void help_explains_everything_that_is_not_hidden() {
        syntax.footer("", "Examples:", "  muster list tools");
        syntax.flag(
                "--a-very-long-name-of-a-flag", "It has a line of its own, so that all others stay near their names.");
        syntax.subcommand(Syntax.of("all", "List all of it.").alias("everything"));

        assertThat(read("--help")).isEqualTo(new Reading.Help("""
                Usage: muster list [-hq] [--a-very-long-name-of-a-flag] [--file=FILE]
                                   [--limit=N] [-o=FORMAT] TYPE [COMMAND]
                List things.
                      TYPE              What they are.
                  -o, --output=FORMAT   How.
                      --file=FILE       Where.
                      --limit=N         How many.
                  -q, --quiet           Say little.
                      --a-very-long-name-of-a-flag
                                        It has a line of its own, so that all others stay near
                                          their names.
                  -h, --help            Show this help.
                Commands:
                  all, everything  List all of it.

                Examples:
                  muster list tools
                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-q tool --port 1             | tool | port=1 |      | true",
                "-q --no tool                 | ''   | no=tool |     | true",
                "tool --output json --a b     | tool | a=b    | json | false",
                "tool --a b -o=yaml --quiet c | tool | a=b    | yaml | true",
                "tool extra words --a         | tool | a      |      | false",
                "tool --a -1 --b=--c --d -q   | tool | a=-1 b=--c d | | true",
                "tool --a -- --b              | tool | a      |      | false",
            })
    void what_is_not_its_own_is_left_to_a_tool(
            String line, String tool, String others, String format, boolean isQuiet) {
        var call = Syntax.of("call").runs(() -> 0);
        var name = call.optionalParameter("TOOL", "");
        var output = call.text("-o, --output", "FORMAT", "How.");
        var quiet = call.flag("-q, --quiet", "Say little.");
        var given = call.others();

        call.read("", words(line));

        assertThat(name.text()).isEqualTo(tool);
        assertThat(given.given()).extracting(SyntaxTest::written).containsExactly(others.split(" "));
        assertThat(output.value()).isEqualTo(Optional.ofNullable(format));
        assertThat(quiet.isSet()).isEqualTo(isQuiet);
    }

    private static String written(Given argument) {
        return argument.name() + argument.value().map(value -> "=" + value).orElse("");
    }

    private Reading read(String line) {
        return syntax.read("muster ", words(line));
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +", -1));
    }
}
