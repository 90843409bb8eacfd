package io.muster.valkey;

import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.Race;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeenTokensTest {
    private final ManualTime time = new ManualTime();
    private final Attention attention = new Attention();
    private final SeenTokens seen = new SeenTokens(attention, time);
    private final GrantedToken token = token("s1", "a0");
    private final AtomicInteger read = new AtomicInteger();

    private GrantedToken token(String session, String token) {
        return access(token, session(session, time.instant()), 0, time.instant());
    }

    @BeforeEach
    void listen() {
        attention.listens();
        beat();
    }

    private void beat() {
        attention.heard(attention.next(time.instant()), time.instant());
    }

    /** Time passes, and beats come back. */
    private void pass(Duration duration) {
        for (var left = duration; left.isPositive(); left = left.minusMillis(500)) {
            time.advance(left.compareTo(Duration.ofMillis(500)) < 0 ? left : Duration.ofMillis(500));
            beat();
        }
    }

    private Optional<GrantedToken> ask() {
        return seen.get(hash("a0"), () -> {
            read.incrementAndGet();
            return Optional.of(token);
        });
    }

    /** What somebody gets while the server has the token, and whether he had to ask it. */
    private boolean asksServer() {
        var before = read.get();
        assertThat(ask()).contains(token);
        return read.get() > before;
    }

    @Test
    void a_token_that_has_not_changed_is_read_once() {
        assertThat(asksServer()).isTrue();
        assertThat(asksServer()).isFalse();
    }

    @Test
    void that_there_is_no_such_token_is_never_remembered() {
        assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();

        assertThat(asksServer()).isTrue();
        assertThat(seen.size()).isOne();
    }

    @Test
    void an_outage_is_neither_remembered_nor_hidden() {
        assertThatThrownBy(() -> seen.get(hash("a0"), SeenTokensTest::unavailable))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(seen.size()).isZero();
        assertThat(asksServer()).isTrue();
    }

    private static Optional<GrantedToken> unavailable() {
        throw new StoreUnavailable("away", new IllegalStateException());
    }

    @Test
    void a_token_that_has_changed_is_read_again() {
        ask();

        seen.forget(hash("a0"));

        assertThat(asksServer()).isTrue();
    }

    @Test
    void a_change_that_is_heard_of_while_the_token_is_read_wins() {
        seen.get(hash("a0"), () -> {
            seen.forget(hash("a0"));
            return Optional.of(token);
        });

        assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();
    }

    @Test
    void a_session_that_ends_here_while_its_token_is_read_wins() {
        seen.get(hash("a0"), () -> {
            seen.forget(new SessionId("s1"));
            return Optional.of(token);
        });

        assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();
    }

    @Test
    void what_was_read_before_or_while_the_connection_was_lost_is_not_believed_afterwards() {
        ask();
        seen.get(hash("b0"), () -> {
            attention.lost();
            seen.forgetAll();
            return Optional.of(token("s2", "b0"));
        });
        attention.listens();
        beat();

        assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();
        assertThat(seen.get(hash("b0"), Optional::empty)).isEmpty();
    }

    @Test
    void what_was_asked_for_before_a_loss_is_not_believed_after_it_though_its_place_is_reserved() {
        seen.get(hash("a0"), () -> {
            attention.lost();
            attention.listens();
            beat();
            return Optional.of(token);
        });

        assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();
    }

    @Test
    void nothing_is_believed_while_beats_do_not_come_back() {
        ask();

        time.advance(Attention.LIMIT);

        assertThat(asksServer()).isTrue();
        assertThat(asksServer()).isTrue();
    }

    @Test
    void a_token_is_read_again_after_five_seconds_however_well_changes_are_heard_of() {
        ask();

        pass(SeenTokens.AGE.minusMillis(1));
        assertThat(asksServer()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(asksServer()).isTrue();
        assertThat(asksServer()).isFalse();
    }

    @Test
    void the_tokens_of_a_session_that_ends_here_are_forgotten_and_no_others() {
        ask();
        seen.get(hash("b0"), () -> Optional.of(token("s2", "b0")));

        seen.forget(new SessionId("s1"));

        assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();
        assertThat(seen.get(hash("b0"), Optional::empty)).isPresent();
    }

    @Test
    void old_tokens_are_dropped() {
        ask();
        pass(Duration.ofSeconds(4));
        seen.sweep();
        assertThat(seen.size()).isOne();

        pass(Duration.ofSeconds(1));
        seen.sweep();
        assertThat(seen.size()).isZero();
    }

    @Test
    void there_is_an_end_to_what_is_remembered() {
        IntStream.range(0, SeenTokens.MOST + 10)
                .forEach(number -> seen.get(hash("t" + number), () -> Optional.of(token)));

        assertThat(seen.size()).isEqualTo(SeenTokens.MOST);
        assertThat(asksServer()).isTrue();
    }

    @Test
    void no_reader_brings_back_what_has_ended() throws Exception {
        for (var round = 0; round < 200; round++) {
            var alive = new AtomicBoolean(true);

            Race.of(4, caller -> {
                if (caller == 0) {
                    alive.set(false);
                    seen.forget(hash("a0"));
                    return true;
                }
                return seen.get(hash("a0"), () -> alive.get() ? Optional.of(token) : Optional.empty())
                        .isPresent();
            });

            assertThat(seen.get(hash("a0"), Optional::empty)).isEmpty();
        }
    }
}
