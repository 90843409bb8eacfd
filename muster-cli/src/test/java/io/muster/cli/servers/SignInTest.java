package io.muster.cli.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.servers.SignIn.Outcome;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private static final String WAITING = "{'name':'github','status':'auth_required','auth_tool':'core_auth_login'}";
    private static final String CONNECTED = "{'name':'github','status':'connected'}";
    private static final CallToolResult PAGE = CallToolResult.text(
            "Authentication Required\n\nPlease sign in:\n\nhttps://muster.example/oauth/proxy/start?state=s\n\nThen again.");

    private final HastyTime time = new HastyTime();
    private final FakeSession session = new FakeSession(time);
    private final List<URI> shown = new ArrayList<>();
    private final Instant begin = time.instant();

    private Outcome run() throws InterruptedException {
        return new SignIn(time, time).run(session, "github", "core_auth_login", shown::add);
    }

    @Test
    void the_person_is_shown_the_page_and_muster_sees_the_login() throws InterruptedException {
        session.answering(PAGE).after(Duration.ZERO, WAITING).after(Duration.ofSeconds(40), CONNECTED);

        assertThat(run()).isEqualTo(new Outcome.Done());

        assertThat(session.calls()).containsExactly("core_auth_login {\"server\":\"github\"}");
        assertThat(shown).containsExactly(URI.create("https://muster.example/oauth/proxy/start?state=s"));
    }

    @Test
    void a_look_that_fails_does_not_end_the_waiting() throws InterruptedException {
        session.answering(PAGE).after(Duration.ZERO, "").after(Duration.ofSeconds(3), CONNECTED);

        assertThat(run()).isEqualTo(new Outcome.Done());
    }

    @Test
    void a_login_that_nobody_finishes_is_given_up_after_two_minutes() throws InterruptedException {
        session.answering(PAGE).after(Duration.ZERO, WAITING);

        assertThat(run()).isEqualTo(new Outcome.Unfinished());
        assertThat(Duration.between(begin, time.instant())).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Server 'github' is already authenticated.",
                "Successfully connected to 'github'!\n\nAvailable capabilities:\n- Tools: 3",
                "Already Connected",
            })
    void where_there_is_nothing_to_do_no_page_is_shown(String text) throws InterruptedException {
        session.answering(CallToolResult.text(text));

        assertThat(run()).isEqualTo(new Outcome.Already());
        assertThat(shown).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'structuredContent':{'authUrl':'https://muster.example/a'},'content':[{'type':'text','text':'https://muster.example/b'}]}",
                "{'content':[{'type':'text','text':'{\\'auth_url\\':\\'https://muster.example/a\\'}'}]}",
                "{'content':[{'type':'text','text':'Go to https://muster.example/b:\\nhttps://muster.example/a'}]}",
            })
    void the_page_is_found_in_all_forms_of_the_answer(String answer) throws InterruptedException {
        session.answering(new CallToolResult(Json.parseObject(answer.replace('\'', '"'))))
                .after(Duration.ZERO, CONNECTED);

        assertThat(run()).isEqualTo(new Outcome.Done());
        assertThat(shown).containsExactly(URI.create("https://muster.example/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Go there.", "javascript:alert(1)", "https://", "{\"auth_url\":\"file:///etc/passwd\"}"})
    void what_is_no_page_of_the_web_is_not_shown(String text) throws InterruptedException {
        session.answering(CallToolResult.text(text));

        assertThat(run()).isEqualTo(new Outcome.Refused("auth tool did not return an auth URL"));
        assertThat(shown).isEmpty();
    }

    @Test
    void a_refusal_is_told_in_musters_words() throws InterruptedException {
        session.answering(CallToolResult.failure("Cannot authenticate to 'github': no metadata"));

        assertThat(run()).isEqualTo(new Outcome.Refused("Cannot authenticate to 'github': no metadata"));
    }
}
