package io.muster.authserver.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Two processes with one store, stepped in random order. */
class TokenRefreshProperties {
    private static final Subject ALICE = new Subject("alice");
    private static final Duration KEEP = Duration.ofDays(30);

    /** One schedule and what came of it. */
    private static final class World {
        final ManualTime time = new ManualTime();
        final FakeTokenStore store = new FakeTokenStore(time);
        final Interleaving schedule;
        final List<Freshness> outcomes = Collections.synchronizedList(new ArrayList<>());
        final RotatingProvider provider = new RotatingProvider(time) {
            @Override
            public ProviderTokens refresh(Secret refreshToken, Deadline deadline) throws InterruptedException {
                schedule.step();
                var answer = super.refresh(refreshToken, deadline);
                schedule.step();
                return answer;
            }
        };

        World(long seed) {
            schedule = new Interleaving(new Random(seed));
            store.save(ALICE, provider.login(), Instant.MAX);
            time.advance(RotatingProvider.LIFETIME.minusMinutes(1));
            store.before(operation -> schedule.step());
        }

        void process(boolean observing) {
            var refresh = new TokenRefresh(store, provider, KEEP, time, new Stepping());
            schedule.add(() -> {
                var observed = observing ? store.find(ALICE) : Optional.<ProviderTokens>empty();
                outcomes.add(refresh.run(ALICE, observed).outcome());
            });
        }

        /** Waiting is a step during which time passes. */
        private final class Stepping implements Scheduler {
            @Override
            public Timer after(Duration delay, Runnable task) {
                schedule.step();
                time.advance(delay);
                task.run();
                return () -> {};
            }

            @Override
            public Timer every(Duration delay, Runnable task) {
                throw new UnsupportedOperationException();
            }
        }
    }

    @Property(tries = 300)
    void the_provider_never_sees_an_old_refresh_token(@ForAll long seed) {
        var world = new World(seed);
        for (var i = 0; i < 4; i++) {
            world.process(i % 2 == 0);
        }

        world.schedule.run(0);

        assertThat(world.provider.seen()).doesNotHaveDuplicates();
        assertThat(world.outcomes).hasSize(4).allMatch(outcome -> outcome instanceof Freshness.Fresh);
        world.store.before(operation -> {});
        var stored = world.store.find(ALICE).orElseThrow();
        assertThat(world.provider.isNewest(stored.refreshToken().orElseThrow())).isTrue();
        assertThat(world.provider.seen()).hasSize(1);
    }

    @Property(tries = 300)
    void a_kill_at_any_step_leaves_a_working_entry_or_a_clear_refusal(@ForAll long seed) throws InterruptedException {
        var world = new World(seed);
        for (var i = 0; i < 3; i++) {
            world.process(false);
        }
        world.schedule.run(0.1);
        world.store.before(operation -> {});
        world.time.advance(Duration.ofSeconds(30));

        var survivor = new TokenRefresh(world.store, world.provider, KEEP, world.time, world.time);
        var first = survivor.run(ALICE, Optional.empty()).outcome();
        var calls = world.provider.seen().size();
        var second = survivor.run(ALICE, Optional.empty()).outcome();

        if (first instanceof Freshness.Fresh(var tokens)) {
            assertThat(world.provider.isNewest(tokens.refreshToken().orElseThrow()))
                    .isTrue();
            assertThat(second).isEqualTo(first);
        } else {
            assertThat(first).isInstanceOfAny(Freshness.Refused.class, Freshness.Missing.class);
            assertThat(second).isInstanceOf(Freshness.Missing.class);
        }
        assertThat(world.provider.seen()).as("nobody asks in circles").hasSize(calls);
    }
}
