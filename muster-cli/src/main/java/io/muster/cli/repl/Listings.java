package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.cli.format.Suggestion;
import io.muster.cli.format.Text;
import io.muster.cli.format.Tone;
import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What the server offers, as it was when it was last read, and what is known of single tools and prompts. Thread-safe. */
final class Listings {
    /** Changes come in crowds; one reading serves them all. */
    private static final Duration CALM = Duration.ofMillis(200);

    private static final int MOST_DESCRIPTIONS = 500;
    private static final int MOST_CHANGES_SHOWN = 20;

    private final Server server;
    private final Output out;
    private final Scheduler scheduler;
    private final Duration glance;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final Map<String, JsonObject> descriptions = new ConcurrentHashMap<>();
    private final AtomicReference<Catalogue> known = new AtomicReference<>(Catalogue.EMPTY);

    /** @param glance how long somebody may wait who has pressed the Tab key */
    Listings(Server server, Output out, Scheduler scheduler, Duration glance) {
        this.server = server;
        this.out = out;
        this.scheduler = scheduler;
        this.glance = glance;
    }

    /** As it was when last read. */
    Catalogue known() {
        return known.get();
    }

    /** Another server: nothing is known of it. */
    void forget() {
        known.set(Catalogue.EMPTY);
        descriptions.clear();
    }

    /** Reads everything soon, and tells what has changed since. */
    void refresh() {
        descriptions.clear();
        if (reading.compareAndSet(false, true)) {
            var _ = scheduler.after(CALM, this::compare);
        }
    }

    private void compare() {
        reading.set(false);
        var before = known();
        try {
            var now = read();
            tell(now.since(before));
            tellLogins(before, now);
        } catch (SessionFailure e) {
            // The loss of the connection has been told; with the next one the lists are read again.
            out.notice(Tone.FAINT, "The lists cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<String> changes) {
        changes.stream().limit(MOST_CHANGES_SHOWN).forEach(line -> out.notice(Tone.FAINT, Text.line(line)));
        if (changes.size() > MOST_CHANGES_SHOWN) {
            out.notice(Tone.FAINT, "... and " + (changes.size() - MOST_CHANGES_SHOWN) + " more");
        }
    }

    private void tellLogins(Catalogue before, Catalogue now) {
        if (!now.loginRequired().isEmpty() && !now.loginRequired().equals(before.loginRequired())) {
            out.notice(Tone.WARNING, "Authentication required for: " + String.join(", ", now.loginRequired()));
            out.notice(Tone.WARNING, "Run 'auth login' to authenticate");
        }
    }

    /** Reads everything now. */
    Catalogue read() throws InterruptedException {
        for (var listing : Listing.values()) {
            read(listing);
        }
        return known();
    }

    /** Reads one list now; the others stay as they were. */
    Catalogue read(Listing listing) throws InterruptedException {
        return read(listing, Server.SHORT);
    }

    private Catalogue read(Listing listing, Duration limit) throws InterruptedException {
        var answer = answer(listing, limit);
        var items = listing.items(answer.json());
        var logins = listing == Listing.TOOLS ? Optional.of(logins(answer)) : Optional.<List<String>>empty();
        return known.updateAndGet(before -> before.with(listing, items, logins.orElse(before.loginRequired())));
    }

    /** The names in a list, which is read when it is not known. */
    List<String> names(Listing listing) throws InterruptedException {
        var now = known().lists().containsKey(listing) ? known() : read(listing);
        return now.names(listing);
    }

    private CallToolResult answer(Listing listing, Duration limit) throws InterruptedException {
        var answer = server.look(listing.metaTool(), JsonObject.EMPTY, limit);
        if (answer.isError()) {
            throw new SessionFailure(ResultText.message(answer));
        }
        return answer;
    }

    private static List<String> logins(CallToolResult tools) {
        return json(tools).stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(answer -> ((JsonObject) answer).values("servers_requiring_auth").stream())
                .filter(JsonObject.class::isInstance)
                .map(waiting -> Text.line(((JsonObject) waiting).text("name", "")))
                .sorted()
                .toList();
    }

    /** One of them in full; empty when there is none of that name. */
    Optional<JsonObject> describe(Listing listing, String name) throws InterruptedException {
        return describe(listing, name, Server.SHORT);
    }

    /**
     * One of them in full.
     *
     * @throws SessionFailure with the nearest name when there is none of that name
     */
    JsonObject require(Listing listing, String name) throws InterruptedException {
        var described = describe(listing, name);
        if (described.isPresent()) {
            return described.get();
        }
        throw new SessionFailure(listing.noun() + " not found: " + name + Suggestion.of(name, names(listing)));
    }

    /** What there is, for completion: in no time, or as far as it is known. */
    Catalogue glance(Listing listing) {
        return glance(() -> known().lists().containsKey(listing) ? known() : read(listing, glance), known());
    }

    /** One of them in full, for completion: in no time, or nothing. */
    JsonObject glance(Listing listing, String name) {
        return glance(listing).names(listing).contains(name)
                ? glance(() -> describe(listing, name, glance).orElse(JsonObject.EMPTY), JsonObject.EMPTY)
                : JsonObject.EMPTY;
    }

    private interface Look<T> {
        T take() throws InterruptedException;
    }

    private static <T> T glance(Look<T> look, T otherwise) {
        try {
            return look.take();
        } catch (SessionFailure unknown) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    private Optional<JsonObject> describe(Listing listing, String name, Duration limit) throws InterruptedException {
        var key = listing.noun() + " " + name;
        var remembered = descriptions.get(key);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        var answer = server.look("describe_" + listing.noun(), JsonObject.of(listing.key(), name), limit);
        var described = answer.isError()
                ? Optional.<JsonObject>empty()
                : json(answer)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .or(() -> Optional.of(JsonObject.EMPTY));
        if (descriptions.size() < MOST_DESCRIPTIONS) {
            described.ifPresent(description -> descriptions.put(key, description));
        }
        return described;
    }

    /** The first text of an answer, if it is JSON. */
    static Optional<JsonValue> json(CallToolResult answer) {
        try {
            return answer.content().stream()
                    .findFirst()
                    .filter(JsonObject.class::isInstance)
                    .map(item -> Json.parse(((JsonObject) item).text("text", "")));
        } catch (JsonException sentence) {
            return Optional.empty();
        }
    }
}
