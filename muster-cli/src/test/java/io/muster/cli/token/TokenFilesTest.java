package io.muster.cli.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.token.TokenSet;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFilesTest {
    private static final ServerUrl SERVER = new ServerUrl("https://muster.example/mcp");
    private static final String FILE = "46b16432e7cb04ba1af735de24529d11.json";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private TokenFiles files() {
        return TokenFiles.of(Map.of("HOME", home.toString()));
    }

    private Path directory() {
        return home.resolve(".config/muster/tokens");
    }

    private static StoredToken token(String access) {
        var tokens = new TokenSet(
                new Secret(access),
                Optional.of(new Secret("r1")),
                Optional.of(new Secret("i1")),
                NOW.plusSeconds(1800),
                Scopes.NONE);
        return StoredToken.of(SERVER, "https://as.example", tokens, NOW);
    }

    private void place(String content) throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve(FILE), content);
    }

    /** Names that other programs compute, too. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8090/mcp,       http://localhost:8090,       0bf46daa8c98182db13c967379a1f5be",
        "http://localhost:8090/sse,       http://localhost:8090,       0bf46daa8c98182db13c967379a1f5be",
        "http://localhost:8090/,          http://localhost:8090,       0bf46daa8c98182db13c967379a1f5be",
        "https://muster.example/mcp/,     https://muster.example,      46b16432e7cb04ba1af735de24529d11",
        "https://Muster.example/team/mcp, https://Muster.example/team, 00fc04e60fc4b64fd787e277c23c94de",
    })
    void the_name_of_a_file_follows_from_the_url(String url, String normalized, String name) {
        assertThat(new ServerUrl(url).value()).isEqualTo(normalized);

        files().write(new ServerUrl(url), token("a1"));

        assertThat(directory().resolve(name + ".json")).exists();
    }

    @Test
    void a_file_is_for_its_owner_only_and_as_other_programs_expect_it() throws IOException {
        files().write(SERVER, token("a1"));

        try (var found = Files.list(directory())) {
            assertThat(found).containsExactly(directory().resolve(FILE));
        }
        assertThat(rights(directory().resolve(FILE))).isEqualTo("rw-------");
        assertThat(rights(directory())).isEqualTo("rwx------");
        assertThat(Files.readString(directory().resolve(FILE))).isEqualTo("""
                {
                  "access_token": "a1",
                  "refresh_token": "r1",
                  "token_type": "Bearer",
                  "expiry": "2026-01-01T00:30:00Z",
                  "id_token": "i1",
                  "server_url": "https://muster.example",
                  "issuer_url": "https://as.example",
                  "created_at": "2026-01-01T00:00:00Z",
                  "session_started_at": "2026-01-01T00:00:00Z"
                }
                """);
    }

    @Test
    void a_file_of_another_program_is_read_and_what_it_put_there_survives_a_renewal() throws IOException {
        place("""
                {
                  "access_token": "old",
                  "refresh_token": "r0",
                  "token_type": "Bearer",
                  "expiry": "2026-01-01T01:00:00.123456789+01:00",
                  "server_url": "https://muster.example",
                  "issuer_url": "https://as.example",
                  "created_at": "2025-12-24T00:00:00Z",
                  "theirs": {"a": 1}
                }""");
        var read = files().read(SERVER).orElseThrow();
        assertThat(read.expiresAt()).contains(Instant.parse("2026-01-01T00:00:00.123456789Z"));

        var issued =
                new TokenSet(new Secret("new"), Optional.empty(), Optional.empty(), NOW.plusSeconds(60), Scopes.NONE);
        files().write(SERVER, read.renewed(issued, NOW));

        var written = files().read(SERVER).orElseThrow();
        assertThat(written.accessToken()).isEqualTo(new Secret("new"));
        assertThat(written.refreshToken()).contains(new Secret("r0"));
        assertThat(written.json().object("theirs")).contains(Json.parseObject("{\"a\":1}"));
        assertThat(written.json().text("expiry")).contains("2026-01-01T00:01:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:01:01Z, true",
        "2026-01-01T00:01:00Z, false",
        "2025-01-01T00:00:00Z, false",
        "0001-01-01T00:00:00Z, true",
        "'',                   true",
        "tomorrow,             false",
    })
    void a_token_is_good_until_a_minute_before_its_end(String expiry, boolean valid) {
        var token = new StoredToken(JsonObject.of("access_token", "a").with("expiry", expiry));

        assertThat(token.isValidAt(NOW)).isEqualTo(valid);
    }

    @Test
    void rights_of_others_are_taken_away() throws IOException {
        files().write(SERVER, token("a1"));
        var file = directory().resolve(FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        assertThat(files().read(SERVER)).isPresent();

        assertThat(rights(file)).isEqualTo("rw-------");
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"access_token\":", "nonsense"})
    void a_broken_file_is_named_and_its_content_is_not_shown(String content) throws IOException {
        place(content);

        assertThatThrownBy(() -> files().read(SERVER))
                .isInstanceOf(TokenFileFailure.class)
                .hasMessageContaining(FILE)
                .hasMessageContaining("delete it")
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void a_lock_is_held_until_it_is_given_back() {
        var files = files();
        try (var held = files.lock(SERVER).orElseThrow();
                var other = files.lock(new ServerUrl("https://other.example")).orElseThrow()) {
            assertThat(held).isNotSameAs(other);
            assertThat(files.lock(SERVER)).isEmpty();
            assertThat(files().lock(SERVER)).isEmpty();
        }

        try (var again = files.lock(SERVER).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void all_that_is_stored_can_be_listed_and_deleted() {
        assertThat(files().all()).isEmpty();
        files().write(SERVER, token("a1"));

        assertThat(files().all()).extracting(StoredToken::server).containsExactly("https://muster.example");
        files().delete(SERVER);
        files().delete(SERVER);

        assertThat(files().all()).isEmpty();
    }

    @Test
    void a_session_ends_thirty_days_after_the_last_renewal() {
        assertThat(token("a1").sessionEndsAt()).contains(NOW.plus(Duration.ofDays(30)));
        assertThat(token("a1").withoutRefreshToken().sessionEndsAt()).isEmpty();
    }
}
