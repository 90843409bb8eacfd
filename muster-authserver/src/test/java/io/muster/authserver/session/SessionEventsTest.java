package io.muster.authserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionEventsTest {
    private static final Caller ALICE = new Caller(new SessionId("s"), new Subject("alice"));

    private final ManualTime time = new ManualTime();
    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingQueue<Duration> timers = new ArrayBlockingQueue<>(4);
    private final BlockingQueue<String> finished = new ArrayBlockingQueue<>(4);
    private final Scheduler scheduler = new Scheduler() {
        @Override
        public Timer after(Duration delay, Runnable task) {
            var timer = time.after(delay, task);
            timers.add(delay);
            return timer;
        }

        @Override
        public Timer every(Duration delay, Runnable task) {
            return time.every(delay, task);
        }
    };

    private enum Event {
        STARTED,
        AUTHENTICATED,
        RENEWED,
        ENDED
    }

    @AfterEach
    void let_go() {
        release.countDown();
    }

    @ParameterizedTest
    @CsvSource({"STARTED, 15", "RENEWED, 5", "ENDED, 5"})
    void a_slow_listener_is_not_waited_for_and_goes_on(Event event, int seconds) throws Exception {
        var events = new SessionEvents(listener(_ -> awaitRelease()), scheduler);
        var call = Thread.ofVirtual().start(() -> {
            fire(events, event);
            finished.add("caller");
        });

        assertThat(timers.poll(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(seconds));
        time.advance(Duration.ofSeconds(seconds));

        assertThat(finished.poll(30, TimeUnit.SECONDS)).isEqualTo("caller");
        assertThat(call.join(Duration.ofSeconds(30))).isTrue();
        release.countDown();
        assertThat(finished.poll(30, TimeUnit.SECONDS)).isEqualTo("listener");
    }

    @ParameterizedTest
    @EnumSource(Event.class)
    void the_listener_has_been_told_when_the_call_returns(Event event) {
        var events = new SessionEvents(listener(told -> finished.add(told)), time);

        fire(events, event);

        assertThat(finished.peek()).isEqualTo(event.name());
        assertThat(time.waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Event.class)
    void what_a_listener_throws_disturbs_nobody(Event event) {
        var events = new SessionEvents(
                listener(_ -> {
                    throw new IllegalStateException("listener");
                }),
                time);

        assertThatCode(() -> fire(events, event)).doesNotThrowAnyException();
    }

    @Test
    void an_interrupted_caller_stays_interrupted() throws Exception {
        var events = new SessionEvents(listener(_ -> awaitRelease()), scheduler);
        var call = Thread.ofVirtual().start(() -> {
            fire(events, Event.ENDED);
            finished.add(Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted");
        });
        assertThat(timers.poll(30, TimeUnit.SECONDS)).isNotNull();

        call.interrupt();

        assertThat(finished.poll(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    private void awaitRelease() {
        try {
            assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
            finished.add("listener");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fire(SessionEvents events, Event event) {
        switch (event) {
            case STARTED -> events.started(ALICE, Optional.empty());
            case AUTHENTICATED -> events.authenticated(ALICE, Optional::empty);
            case RENEWED -> events.renewed(ALICE.session(), ALICE.subject(), Optional.empty());
            case ENDED -> events.ended(ALICE.session(), ALICE.subject());
        }
    }

    private static SessionListener listener(Consumer<String> told) {
        return new SessionListener() {
            @Override
            public void started(Caller caller, Optional<SubjectToken> token) {
                told.accept("STARTED");
            }

            @Override
            public void authenticated(Caller caller, Supplier<Optional<SubjectToken>> token) {
                told.accept("AUTHENTICATED");
            }

            @Override
            public void renewed(SessionId session, Subject subject, Optional<SubjectToken> token) {
                told.accept("RENEWED");
            }

            @Override
            public void ended(SessionId session, Subject subject) {
                told.accept("ENDED");
            }
        };
    }
}
