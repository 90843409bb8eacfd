package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.customizer.McpHttpClientTransportAuthorizationErrorHandler;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The Java SDK's client logs in. The SDK (2.1.0) has no OAuth client: it lets programs add headers to requests, and asks a
 * handler what to do about a 401. Here that handler is a code flow of our own, which starts from the challenge that the
 * SDK hands over; the SDK then repeats its request.
 */
@Needs({Need.PROGRAM, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaLoginTest {
    private final RunningDex dex;
    private final MusterProcess muster;

    JavaLoginTest(Program program, Dex executable) {
        var config = ConfigDirectory.create();
        this.dex = RunningDex.start(executable, Protection.callback(config));
        Protection.protect(config, dex.provider());
        this.muster = MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    @AfterAll
    void stop() {
        try (dex) {
            muster.close();
        }
    }

    @Test
    void the_client_logs_in_when_it_is_refused_and_goes_on_with_refreshed_tokens() {
        try (var browser = Browser.open(dex.certificate())) {
            var person = new Person(browser);
            try (var client = client(person)) {
                client.initialize();
                assertThat(services(client)).contains("mcp-aggregator");

                person.refresh();
                assertThat(services(client)).contains("mcp-aggregator");
                assertThat(person.logins()).isEqualTo(1);
            }
        }
    }

    private McpSyncClient client(Person person) {
        var transport = HttpClientStreamableHttpTransport.builder(
                        muster.url("/").toString())
                .endpoint("/mcp")
                .addHttpRequestCustomizer((request, _, _, _, _) -> person.authorize(request))
                .authorizationErrorHandler(McpHttpClientTransportAuthorizationErrorHandler.fromSync(
                        (_, refused, _) -> person.logIn(refused)))
                .build();
        return McpClient.sync(transport).requestTimeout(Duration.ofSeconds(60)).build();
    }

    private static String services(McpSyncClient client) {
        var request = CallToolRequest.builder("call_tool")
                .arguments(Map.of("name", "core_service_list", "arguments", Map.of()))
                .build();
        return ((TextContent) client.callTool(request).content().getFirst()).text();
    }

    /** Somebody in front of a browser, who logs in whenever the SDK asks. */
    private static final class Person {
        private final Browser browser;
        private final AtomicInteger logins = new AtomicInteger();
        private volatile Optional<Session> session = Optional.empty();

        private record Session(CodeFlow flow, JsonObject tokens) {}

        Person(Browser browser) {
            this.browser = browser;
        }

        void authorize(HttpRequest.Builder request) {
            session.ifPresent(known -> request.setHeader(
                    "Authorization", "Bearer " + known.tokens().text("access_token", "")));
        }

        boolean logIn(ResponseInfo refused) {
            var challenge = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
            var flow = CodeFlow.from(browser, challenge);
            session = Optional.of(new Session(flow, flow.logIn(RunningDex.EMAIL, RunningDex.PASSWORD)));
            logins.incrementAndGet();
            return true;
        }

        void refresh() {
            var known = session.orElseThrow();
            session = Optional.of(new Session(known.flow(), known.flow().refresh(known.tokens())));
        }

        int logins() {
            return logins.get();
        }
    }
}
