package io.muster.authserver.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Oauth-server specification, 21.4: the name is the same at every hop, bit for bit. */
class ExternalSessionsTest {
    private static final Secret TOKEN = new Secret("header.payload.signature");

    @Test
    void a_hash_names_the_session() {
        assertThat(new ExternalSessions(Optional.empty()).of(TOKEN).value()).isEqualTo("ext-4c1d58f14c75a491");
    }

    @Test
    void with_a_key_others_cannot_compute_the_name() {
        assertThat(new ExternalSessions(Optional.of(new Secret("correlation")))
                        .of(TOKEN)
                        .value())
                .isEqualTo("ext-2a14dee10d65084d");
    }
}
