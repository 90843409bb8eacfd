package io.muster.cli.login;

import static io.muster.cli.login.FakeAuthorizationServer.ENDPOINT;
import static io.muster.cli.login.FakeAuthorizationServer.INVALID_GRANT;
import static io.muster.cli.login.FakeAuthorizationServer.METADATA;
import static io.muster.cli.login.FakeAuthorizationServer.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.token.TokenSet;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.SystemScheduler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletTest {
    private static final URI MUSTER = URI.create(ENDPOINT);
    private static final ServerUrl SERVER = new ServerUrl(ENDPOINT);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final FakeAuthorizationServer server = new FakeAuthorizationServer();
    private final SystemScheduler scheduler = new SystemScheduler();
    private final InstantSource clock = InstantSource.fixed(NOW);

    @AfterEach
    void stop() {
        scheduler.close();
    }

    private TokenFiles files() {
        return new TokenFiles(directory);
    }

    /** As another process would have it. */
    private Wallet wallet() {
        return new Wallet(files(), server.web, scheduler, clock);
    }

    private void store(String access, int secondsLeft, Optional<String> refresh) {
        var tokens = new TokenSet(
                new Secret(access),
                refresh.map(Secret::new),
                Optional.of(new Secret("id")),
                NOW.plusSeconds(secondsLeft),
                Scopes.NONE);
        files().write(SERVER, StoredToken.of(SERVER, FakeAuthorizationServer.ISSUER, tokens, NOW));
    }

    private static Optional<String> sent(Wallet wallet) throws InterruptedException {
        return wallet.headers(MUSTER).current().first("Authorization");
    }

    @Test
    void a_login_or_logout_elsewhere_is_noticed() throws InterruptedException {
        var wallet = wallet();
        assertThat(sent(wallet)).isEmpty();

        store("a0", 1800, Optional.empty());
        assertThat(sent(wallet)).contains("Bearer a0");

        files().delete(SERVER);
        assertThat(sent(wallet)).isEmpty();
        assertThat(server.web.requests()).isEmpty();
    }

    @Test
    void a_token_goes_to_its_server_only() throws InterruptedException {
        store("a0", 1800, Optional.empty());

        assertThat(wallet().headers(URI.create("https://evil.example/mcp"))
                        .current()
                        .fields())
                .isEmpty();
    }

    @Test
    void a_token_that_is_about_to_end_is_renewed_and_what_was_not_issued_again_stays() throws InterruptedException {
        store("a0", 60, Optional.of("r0"));

        assertThat(sent(wallet())).contains("Bearer a1");

        var kept = files().read(SERVER).orElseThrow();
        assertThat(kept.refreshToken()).contains(new Secret("r1"));
        assertThat(kept.idToken()).contains(new Secret("id"));
        assertThat(server.presented())
                .singleElement()
                .satisfies(form -> assertThat(form.parameters())
                        .containsEntry("grant_type", "refresh_token")
                        .containsEntry("refresh_token", "r0")
                        .containsEntry("client_id", "https://giantswarm.github.io/muster/muster-agent.json"));
    }

    @Test
    void of_many_processes_one_renews_and_all_have_the_new_token() throws Exception {
        store("a0", -5, Optional.of("r0"));
        var answers = new ArrayList<CompletableFuture<Optional<String>>>();

        for (int process = 0; process < 8; process++) {
            var wallet = wallet();
            for (int thread = 0; thread < 2; thread++) {
                var answer = new CompletableFuture<Optional<String>>();
                answers.add(answer);
                Thread.ofVirtual().start(() -> {
                    try {
                        answer.complete(sent(wallet));
                    } catch (InterruptedException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
            }
        }

        for (var answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).contains("Bearer a1");
        }
        assertThat(server.presented()).hasSize(1);
    }

    @Test
    void a_refused_refresh_token_ends_the_login() throws InterruptedException {
        server.web.serve(TOKENS, INVALID_GRANT);
        store("a0", -5, Optional.of("r0"));
        var wallet = wallet();

        assertThat(sent(wallet)).isEmpty();

        assertThat(wallet.failure(MUSTER)).containsInstanceOf(Renewed.Refused.class);
        assertThat(files().read(SERVER)).isEmpty();
    }

    @Test
    void a_server_that_is_away_costs_no_login() throws InterruptedException {
        store("a0", -5, Optional.of("r0"));
        for (var trouble : List.<Runnable>of(
                () -> server.web.serve(TOKENS, Answer.status(503)),
                () -> server.web.fail(TOKENS, OutboundException.Kind.CONNECT),
                () -> server.web.fail(METADATA, OutboundException.Kind.TIMEOUT))) {
            trouble.run();
            var wallet = wallet();

            assertThat(sent(wallet)).isEmpty();

            assertThat(wallet.failure(MUSTER)).containsInstanceOf(Renewed.Unavailable.class);
            assertThat(files().read(SERVER).flatMap(StoredToken::refreshToken)).contains(new Secret("r0"));
        }
    }

    @Test
    void an_ended_login_that_cannot_be_renewed_is_not_sent() throws InterruptedException {
        store("a0", -5, Optional.empty());
        var wallet = wallet();

        assertThat(sent(wallet)).isEmpty();

        assertThat(wallet.failure(MUSTER)).contains(new Renewed.NotPossible());
        assertThat(server.web.requests()).isEmpty();
    }

    @Test
    void a_request_that_is_refused_is_sent_once_more_with_a_renewed_token() throws InterruptedException {
        store("a0", 1800, Optional.of("r0"));
        server.web.serve(
                ENDPOINT,
                request -> request.headers().first("Authorization").equals(Optional.of("Bearer a1"))
                        ? Answer.json("{}")
                        : Answer.status(401));
        var wallet = wallet();

        assertThat(status(wallet)).isEqualTo(200);

        assertThat(server.web.requests(ENDPOINT)).isEqualTo(2);
        assertThat(sent(wallet)).contains("Bearer a1");
    }

    @Test
    void a_server_that_refuses_every_token_does_not_make_us_renew_for_ever() throws InterruptedException {
        store("a0", 1800, Optional.of("r0"));
        server.web.serve(ENDPOINT, Answer.status(401));
        var wallet = wallet();

        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(status(wallet)).isEqualTo(401);
        }

        assertThat(server.presented()).hasSize(1);
    }

    @Test
    void a_forced_renewal_that_is_refused_leaves_a_token_that_still_lasts() {
        server.web.serve(TOKENS, INVALID_GRANT);
        store("a0", 1800, Optional.of("r0"));

        assertThat(wallet().renew(MUSTER)).isInstanceOf(Renewed.Refused.class);

        var left = files().read(SERVER).orElseThrow();
        assertThat(left.refreshToken()).isEmpty();
        assertThat(left.isValidAt(NOW)).isTrue();
    }

    private static int status(Wallet wallet) throws InterruptedException {
        var headers = wallet.headers(MUSTER).current();
        var request = new OutboundRequest("POST", MUSTER, headers, new byte[] {1}, Deadline.NONE);
        try (var response = wallet.http().send(request)) {
            return response.status();
        }
    }
}
