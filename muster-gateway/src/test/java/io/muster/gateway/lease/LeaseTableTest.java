package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.LeaseEvent.End;
import io.muster.gateway.lease.LeaseEvent.Trouble;
import io.muster.gateway.lease.LeaseEvent.Unrenewed;
import io.muster.oauth.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event in every state of a lease that exchanges tokens. */
class LeaseTableTest {
    private static final String TABLE = """
        event            | Idle    | Acquiring   | Refreshing  | Opening     | Ready       | Renewing  | Dormant   | Missing   | Insufficient | Refused   | Unavailable | Closed
        used             | Missing | .           | .           | .           | .           | .         | Acquiring | .         | .            | .         | .           | .
        attached         | Missing | .           | .           | .           | .           | .         | Acquiring | .         | .            | .         | .           | .
        detached         | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        basis renewed    | Dormant | .           | Acquiring   | .           | .           | .         | .         | Acquiring | .            | Acquiring | .           | .
        subject lost     | Missing | Missing     | Missing     | Missing     | Missing     | Missing   | Missing   | .         | Missing      | Missing   | Missing     | .
        signed out       | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        redefined        | Missing | .           | .           | Acquiring   | Acquiring   | Acquiring | .         | .         | .            | Acquiring | Acquiring   | .
        ended            | Closed  | Closed      | Closed      | Closed      | Closed      | Closed    | Closed    | Closed    | Closed       | Closed    | Closed      | .
        token            | .       | Opening     | .           | .           | .           | Ready     | .         | .         | .            | .         | .           | .
        provider refused | .       | Refused     | .           | .           | .           | Refused   | .         | .         | .            | .         | .           | .
        subject refused  | .       | Refused     | .           | .           | .           | Refused   | .         | .         | .            | .         | .           | .
        provider silent  | .       | Unavailable | .           | .           | .           | Ready     | .         | .         | .            | .         | .           | .
        no subject       | .       | Missing     | .           | .           | .           | Ready     | .         | .         | .            | .         | .           | .
        misconfigured    | .       | Refused     | .           | .           | .           | Refused   | .         | .         | .            | .         | .           | .
        unrenewable      | .       | .           | Missing     | .           | .           | .         | .         | .         | .            | .         | .           | .
        unchanged        | .       | .           | Missing     | .           | .           | .         | .         | .         | .            | .         | .           | .
        idp silent       | .       | .           | Unavailable | .           | .           | .         | .         | .         | .            | .         | .           | .
        opened           | .       | .           | .           | Ready       | .           | .         | .         | .         | .            | .         | .           | .
        open refused     | .       | .           | .           | Acquiring   | .           | .         | .         | .         | .            | .         | .           | .
        unreachable      | .       | .           | .           | Unavailable | .           | .         | .         | .         | .            | .         | .           | .
        lost             | .       | .           | .           | .           | Unavailable | Opening   | .         | .         | .            | .         | .           | .
        listener refused | .       | .           | .           | .           | Acquiring   | Acquiring | .         | .         | .            | .         | .           | .
        no listener      | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        listener broken  | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        call refused     | .       | .           | .           | Acquiring   | Acquiring   | Acquiring | .         | .         | .            | .         | Acquiring   | .
        call forbidden   | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        call answered    | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        reachable        | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | Opening     | .
        timer            | .       | .           | .           | .           | .           | .         | .         | .         | .            | .         | .           | .
        """;

    private static Map<String, LeaseDriver> states() {
        var states = new LinkedHashMap<String, LeaseDriver>();
        states.put("Idle", LeaseDriver.of(LeaseKind.EXCHANGE));
        states.put("Acquiring", LeaseDriver.withBasis(LeaseKind.EXCHANGE).use());
        states.put("Refreshing", refreshing());
        states.put("Opening", LeaseDriver.withBasis(LeaseKind.EXCHANGE).use().token(LeaseDriver.TOKEN_LIFE));
        states.put("Ready", LeaseDriver.ready(LeaseKind.EXCHANGE));
        states.put("Renewing", LeaseDriver.ready(LeaseKind.EXCHANGE).pass(Duration.ofMinutes(26)));
        states.put("Dormant", LeaseDriver.withBasis(LeaseKind.EXCHANGE));
        states.put("Missing", LeaseDriver.of(LeaseKind.EXCHANGE).use());
        states.put("Insufficient", insufficient());
        states.put(
                "Refused", LeaseDriver.withBasis(LeaseKind.EXCHANGE).use().acquireFails(FailureClass.PROVIDER_REFUSED));
        states.put(
                "Unavailable",
                LeaseDriver.withBasis(LeaseKind.EXCHANGE)
                        .use()
                        .token(LeaseDriver.TOKEN_LIFE)
                        .openFails(Trouble.UNREACHABLE));
        states.put("Closed", LeaseDriver.ready(LeaseKind.EXCHANGE).on(new LeaseEvent.Ended()));
        return states;
    }

    private static LeaseDriver refreshing() {
        var driver = LeaseDriver.of(LeaseKind.EXCHANGE);
        return driver.on(new LeaseEvent.BasisRenewed(driver.basis(Duration.ofSeconds(20), true)))
                .use();
    }

    private static LeaseDriver insufficient() {
        var driver = LeaseDriver.of(LeaseKind.FORWARD, "cluster");
        return driver.on(new LeaseEvent.BasisRenewed(driver.basis(Duration.ofHours(1), false)))
                .use();
    }

    private static Map<String, Function<LeaseDriver, LeaseEvent>> events() {
        var events = new LinkedHashMap<String, Function<LeaseDriver, LeaseEvent>>();
        events.put("used", _ -> new LeaseEvent.Used());
        events.put("attached", _ -> new LeaseEvent.Attached(true));
        events.put("detached", _ -> new LeaseEvent.Attached(false));
        events.put(
                "basis renewed",
                d -> new LeaseEvent.BasisRenewed(new Basis(99, d.now.plus(Duration.ofHours(1)), Set.of(), false)));
        events.put("subject lost", _ -> new LeaseEvent.SubjectLost());
        events.put("signed out", _ -> new LeaseEvent.SignedOut());
        events.put("redefined", d -> new LeaseEvent.Redefined(d.state.ledger().terms()));
        events.put("ended", _ -> new LeaseEvent.Ended());
        events.put(
                "token",
                d -> new LeaseEvent.TokenAcquired(work(d), new Secret("new"), d.now.plus(LeaseDriver.TOKEN_LIFE)));
        events.put("provider refused", d -> acquireFailed(d, FailureClass.PROVIDER_REFUSED));
        events.put("subject refused", d -> acquireFailed(d, FailureClass.SUBJECT_REFUSED));
        events.put("provider silent", d -> acquireFailed(d, FailureClass.PROVIDER_UNAVAILABLE));
        events.put("no subject", d -> acquireFailed(d, FailureClass.NO_SUBJECT));
        events.put("misconfigured", d -> acquireFailed(d, FailureClass.CONFIGURATION));
        events.put("unrenewable", d -> new LeaseEvent.RefreshFailed(work(d), Unrenewed.IMPOSSIBLE, Optional.empty()));
        events.put("unchanged", d -> new LeaseEvent.RefreshFailed(work(d), Unrenewed.UNCHANGED, Optional.empty()));
        events.put("idp silent", d -> new LeaseEvent.RefreshFailed(work(d), Unrenewed.UNAVAILABLE, Optional.empty()));
        events.put("opened", d -> new LeaseEvent.Opened(work(d)));
        events.put("open refused", d -> new LeaseEvent.OpenFailed(work(d), Trouble.REFUSED));
        events.put("unreachable", d -> new LeaseEvent.OpenFailed(work(d), Trouble.UNREACHABLE));
        events.put(
                "lost", d -> new LeaseEvent.ConnectionLost(d.state.connection().orElse(0)));
        events.put("listener refused", d -> new LeaseEvent.ListenerEnded(listener(d), End.REFUSED));
        events.put("no listener", d -> new LeaseEvent.ListenerEnded(listener(d), End.UNSUPPORTED));
        events.put("listener broken", d -> new LeaseEvent.ListenerEnded(listener(d), End.BROKEN));
        events.put("call refused", d -> new LeaseEvent.CallRefused(generation(d)));
        events.put("call forbidden", d -> new LeaseEvent.CallForbidden(generation(d)));
        events.put("call answered", d -> new LeaseEvent.CallAnswered(generation(d)));
        events.put("reachable", _ -> new LeaseEvent.BackendReachable());
        events.put("timer", _ -> new LeaseEvent.TimerFired());
        return events;
    }

    private static LeaseEvent acquireFailed(LeaseDriver driver, FailureClass kind) {
        return new LeaseEvent.AcquireFailed(work(driver), kind, Optional.empty());
    }

    private static long work(LeaseDriver driver) {
        return driver.state.work().map(Work::number).orElse(0L);
    }

    private static long generation(LeaseDriver driver) {
        return driver.state.token().map(UsableToken::generation).orElse(0L);
    }

    private static long listener(LeaseDriver driver) {
        return driver.state
                .holding()
                .map(Holding::listening)
                .filter(Listening.Open.class::isInstance)
                .map(open -> ((Listening.Open) open).number())
                .orElse(0L);
    }

    private static String nameOf(LeaseDriver driver) {
        if (driver.state instanceof LeaseState.Acquiring acquiring) {
            return switch (acquiring.current()) {
                case Work.Acquire _ -> "Acquiring";
                case Work.RefreshSubject _ -> "Refreshing";
                case Work.Open _ -> "Opening";
            };
        }
        return driver.stateName().replace("Subject", "");
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    static List<String> rows() {
        return TABLE.lines().skip(1).toList();
    }

    @Test
    void the_table_has_every_event() {
        assertThat(rows().stream().map(row -> cells(row).getFirst()).toList())
                .containsExactlyElementsOf(events().keySet());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void an_event_leads_to(String row) {
        var names = cells(TABLE.lines().findFirst().orElseThrow());
        var expected = cells(row);
        var event = Objects.requireNonNull(events().get(expected.getFirst()));
        var actual = new ArrayList<String>();
        actual.add(expected.getFirst());
        for (var name : names.subList(1, names.size())) {
            var driver = Objects.requireNonNull(states().get(name));
            actual.add(nameOf(driver.on(event.apply(driver))).equals(name) ? "." : nameOf(driver));
        }

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void every_row_starts_from_the_state_that_heads_it() {
        states().forEach((name, driver) -> assertThat(nameOf(driver)).isEqualTo(name));
    }

    @Test
    void results_of_other_work_change_nothing() {
        states().forEach((name, driver) -> {
            var before = driver.state;
            driver.on(new LeaseEvent.TokenAcquired(-1, new Secret("late"), driver.now.plusSeconds(900)));
            driver.on(new LeaseEvent.AcquireFailed(-1, FailureClass.PROVIDER_REFUSED, Optional.empty()));
            driver.on(new LeaseEvent.RefreshFailed(-1, Unrenewed.IMPOSSIBLE, Optional.empty()));
            driver.on(new LeaseEvent.Opened(-1));
            driver.on(new LeaseEvent.OpenFailed(-1, Trouble.REFUSED));
            driver.on(new LeaseEvent.ConnectionLost(-1));
            driver.on(new LeaseEvent.ListenerEnded(-1, End.REFUSED));
            driver.on(new LeaseEvent.CallRefused(-1));
            driver.on(new LeaseEvent.CallForbidden(-1));
            driver.on(new LeaseEvent.PingFailed(-1, Trouble.REFUSED));

            assertThat(driver.state).as(name).isEqualTo(before);
        });
    }

    @Test
    void a_basis_that_is_not_newer_changes_nothing() {
        states().forEach((name, driver) -> {
            var before = driver.state;
            var same = before.ledger().basis();

            driver.on(new LeaseEvent.BasisRenewed(new Basis(same.generation(), driver.now, Set.of(), true)));

            assertThat(driver.state).as(name).isEqualTo(before);
        });
    }

    @Test
    void whatever_ends_leaves_nothing_behind() {
        states().forEach((name, driver) -> {
            var connection = driver.state.connection();

            driver.on(new LeaseEvent.Ended());

            assertThat(driver.state.connection()).as(name).isEqualTo(OptionalLong.empty());
            connection.ifPresent(number -> assertThat(driver.effects).as(name).contains(new LeaseEffect.Close(number)));
        });
    }
}
