package io.muster.authserver.token;

import static io.muster.authserver.token.TokenWorld.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.token.TokenWorld.Answer;
import io.muster.oauth.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever happens in whatever order. */
class RotationProperties {
    private static final SessionId SESSION = new SessionId("session-0");

    private enum Step {
        REFRESH_NEWEST,
        REPLAY_ANY,
        REPLAY_FOR_OTHER_CLIENT,
        WAIT_A_SECOND,
        WAIT_A_MINUTE,
        OUTAGE,
        PROVIDER_DOWN,
        PROVIDER_UP,
        REVOKE,
        END
    }

    /** One family: the tokens that were handed out and whether it has been ended. */
    private static final class Family {
        final TokenWorld world = new TokenWorld();
        final List<Answer> handedOut = new ArrayList<>();
        final Set<String> consumed = new HashSet<>();
        boolean ended;

        Family() {
            handedOut.add(world.login(APP));
        }

        void step(Step step, int choice) {
            var any = handedOut.get(choice % handedOut.size());
            switch (step) {
                case REFRESH_NEWEST -> use(handedOut.getLast());
                case REPLAY_ANY -> use(any);
                case REPLAY_FOR_OTHER_CLIENT -> {
                    var answer = world.refresh(any.refresh(), "client_id", "other");
                    assertThat(answer.error()).isIn("invalid_grant", "temporarily_unavailable");
                }
                case WAIT_A_SECOND -> world.time.advance(Duration.ofSeconds(1));
                case WAIT_A_MINUTE -> {
                    world.time.advance(Duration.ofMinutes(1));
                    world.providerTokens(world.time.instant().plus(Duration.ofHours(1)));
                }
                case OUTAGE -> outage(any, choice);
                case PROVIDER_DOWN -> world.fresh.answers(new Freshness.Unavailable());
                case PROVIDER_UP -> world.fresh.answersWhatIsStored();
                case REVOKE -> {
                    assertThat(world.revoke("token", any.refresh(), "client_id", "app")
                                    .status())
                            .isEqualTo(200);
                    ended = true;
                }
                case END -> {
                    world.sessions.end(SESSION, new Requester("", "", "", ""));
                    ended = true;
                }
            }
        }

        private void use(Answer tokens) {
            var answer = world.refresh(tokens.refresh());
            if (ended) {
                assertThat(answer.access())
                        .as("an ended family never yields a token")
                        .isEmpty();
            }
            if (answer.status() == 200) {
                consumed.add(tokens.refresh());
                if (handedOut.stream().noneMatch(known -> known.refresh().equals(answer.refresh()))) {
                    handedOut.add(answer);
                }
            } else if (answer.error().equals("invalid_grant")) {
                ended = true;
            }
        }

        private void outage(Answer tokens, int operations) {
            var live = liveBefore();
            world.stores.cutOffAfter(operations % 8);
            var answer = world.refresh(tokens.refresh());
            world.stores.reconnect();
            if (answer.status() == 503 && live) {
                assertThat(liveBefore()).as("an outage never ends a family").isTrue();
            }
            use(tokens);
        }

        private boolean liveBefore() {
            return world.stores
                    .sessions()
                    .find(SESSION, world.time.instant())
                    .orElseThrow()
                    .isLive(world.time.instant());
        }

        void check() {
            assertThat(world.stores.liveRefreshTokens(SESSION))
                    .as("live refresh tokens of one family")
                    .isLessThanOrEqualTo(1);
            if (ended) {
                assertThat(handedOut).noneMatch(tokens -> world.accepts(tokens.access()));
                assertThat(liveBefore()).isFalse();
            }
        }
    }

    @Property(tries = 200)
    void a_family_has_at_most_one_live_token_and_yields_none_after_its_end(
            @ForAll @Size(min = 1, max = 25) List<Step> steps, @ForAll @IntRange(min = 0, max = 1000) int seed) {
        var family = new Family();
        var choice = seed;
        for (var step : steps) {
            family.step(step, choice);
            family.check();
            choice = (choice * 31 + 7) % 1009;
        }
    }
}
