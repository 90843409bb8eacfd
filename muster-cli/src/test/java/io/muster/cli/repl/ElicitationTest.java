package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpOutcome;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import org.junit.jupiter.api.Test;

class ElicitationTest {
    private final FakeScreen screen = new FakeScreen();

    @Test
    void an_accepted_form_is_filled_in_field_by_field() {
        screen.types("a", "Ada", "", "", "2", "Y", "blue", "red, Green");

        var answer = ask("""
                {'message':'Who are you?','requestedSchema':{'properties':{
                  'name':{'type':'string','description':'Your name'},
                  'nick':{'type':'string'},
                  'age':{'type':'integer','minimum':1},
                  'sure':{'type':'boolean','title':'Sure?'},
                  'colour':{'type':'string','enum':['red','blue'],'default':'red'},
                  'more':{'type':'array','items':{'anyOf':[{'const':'red','title':'Rot'},{'const':'g','title':'Green'}]}}},
                 'required':['name','age','sure']}}""");

        assertThat(answer).isEqualTo(json("""
                {'action':'accept','content':{'name':'Ada','age':2,'sure':true,'colour':'blue','more':['red','g']}}"""));
        assertThat(screen.questions())
                .containsExactly(
                        "accept, decline or cancel? ",
                        "name: ",
                        "nick (optional): ",
                        "age (integer): ",
                        "age (integer): ",
                        "Sure? (yes, no): ",
                        "colour (red, blue) [red]: ",
                        "more (red = Rot, g = Green) (optional): ");
        assertThat(screen.notes()).contains("The server asks: Who are you?", "Your name");
    }

    @Test
    void a_wrong_answer_is_asked_for_again_with_the_reason() {
        screen.types("what", "accept", "many", "0", "11", "5", "x", "maybe", "no", "ab", "abc");

        var answer = ask("""
                {'message':'?','requestedSchema':{'properties':{
                  'n':{'type':'number','minimum':1,'maximum':10},
                  'b':{'type':'boolean'},
                  's':{'type':'string','minLength':3}},'required':['n','b','s']}}""");

        assertThat(answer).isEqualTo(json("{'action':'accept','content':{'n':5,'b':false,'s':'abc'}}"));
        assertThat(screen.notes())
                .contains(
                        "argument \"n\" must be a number, not \"many\"",
                        "must be at least 1",
                        "must be at most 10",
                        "must be yes or no",
                        "must be at least 3 characters");
    }

    @Test
    void the_standard_value_is_taken_when_nothing_is_typed() {
        screen.types("accept", "");

        assertThat(ask("{'message':'?','requestedSchema':{'properties':{'n':{'type':'integer','default':7}}}}"))
                .isEqualTo(json("{'action':'accept','content':{'n':7}}"));
    }

    @Test
    void declining_sends_nothing() {
        screen.types("", "d");

        assertThat(ask("{'message':'?','requestedSchema':{'properties':{'n':{'type':'integer'}}}}"))
                .isEqualTo(json("{'action':'decline'}"));
    }

    @Test
    void ctrl_c_in_the_middle_cancels_the_whole_question() {
        screen.types("accept").does(new Input.Interrupted(true));

        assertThat(ask("{'message':'?','requestedSchema':{'properties':{'n':{'type':'integer'}}}}"))
                .isEqualTo(json("{'action':'cancel'}"));
        assertThat(screen.notes()).last().isEqualTo("Cancelled.");
    }

    @Test
    void a_page_is_shown_but_not_opened() {
        screen.types("accept");

        assertThat(ask("{'mode':'url','message':'Sign in','url':'https://a.example/x\\u001b[2J'}"))
                .isEqualTo(json("{'action':'accept'}"));
        assertThat(screen.notes()).contains("  https://a.example/x[2J");
    }

    @Test
    void a_question_cannot_command_the_terminal() {
        screen.types("accept", "x");

        ask(
                "{'message':'a\\u001b]0;b\\u0007c','requestedSchema':{'properties':{'n\\u001b[1m':{'title':'\\u009bt\\nu'}}}}");

        assertThat(screen.notes()).containsExactly("The server asks: a]0;bc");
        assertThat(screen.questions()).last().isEqualTo("t u (optional): ");
    }

    private JsonObject ask(String params) {
        var outcome = new Elicitation(screen).hold(json(params));
        assertThat(outcome).isInstanceOf(McpOutcome.Complete.class);
        return ((McpOutcome.Complete) outcome).result();
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }
}
