package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Scopes;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AudienceScopesTest {
    private final AtomicReference<Set<String>> required = new AtomicReference<>(Set.of());
    private final AudienceScopes scopes = new AudienceScopes(() -> required.get());

    @Test
    void audiences_become_scopes() {
        required.set(Set.of("kubernetes"));

        assertThat(scopes.current()).isEqualTo(Scopes.of("audience:server:client_id:kubernetes"));
    }

    @Test
    void a_backend_that_comes_later_counts_from_the_next_login_on() {
        assertThat(scopes.current()).isEqualTo(Scopes.NONE);

        required.set(Set.of("late"));

        assertThat(scopes.current()).isEqualTo(Scopes.of("audience:server:client_id:late"));
    }

    @Test
    void what_is_no_client_id_is_left_out_and_the_rest_goes_on() {
        required.set(Set.of("good", "bad id", "a".repeat(300), "x;y", ""));

        assertThat(scopes.current()).isEqualTo(Scopes.of("audience:server:client_id:good"));
    }

    @Test
    void there_are_at_most_fifty() {
        required.set(IntStream.range(0, 70).mapToObj(i -> "a" + i).collect(Collectors.toSet()));

        assertThat(scopes.current().values()).hasSize(50);
    }
}
