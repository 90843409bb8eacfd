package io.muster.oauth.discovery;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import io.muster.oauth.discovery.Target.Pin;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.InvalidMetadata;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.StoredForm;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found out about servers, in the store that processes share and that outlives them: a replica, or the process
 * after a restart, goes by what another has found. Without an answer of the store each is on its own. Thread-safe.
 */
final class SharedFindings {
    private static final Logger log = LoggerFactory.getLogger(SharedFindings.class);
    private static final String FIELD = "found";

    private final StoredForm<Finding> form =
            new StoredForm<>("authorization server of a server", SharedFindings::write, SharedFindings::read);
    private final HashStore store;
    private final InstantSource clock;

    SharedFindings(HashStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Optional<Finding> find(Target wanted) {
        try {
            return store.get(key(wanted.server()), FIELD)
                    .flatMap(form::read)
                    .filter(finding -> finding.answers(wanted, clock.instant()));
        } catch (StoreUnavailable e) {
            alone(e);
            return Optional.empty();
        }
    }

    /** Keeps what was found; that nothing was found is for this process alone. */
    void keep(Finding finding) {
        if (finding.result() instanceof Resolved) {
            try {
                store.put(key(finding.target().server()), FIELD, form.write(finding), Finding.FOUND);
            } catch (StoreUnavailable | ValueTooLarge e) {
                alone(e);
            }
        }
    }

    void forget(String server) {
        try {
            store.remove(key(server));
        } catch (StoreUnavailable e) {
            alone(e);
        }
    }

    private static void alone(RuntimeException cause) {
        log.atDebug().addKeyValue("reason", cause.getMessage()).log("what was found out about a server is not shared");
    }

    private static String key(String server) {
        return "oauth:disc:" + server;
    }

    private static JsonObject write(Finding finding) {
        var target = finding.target();
        var found = ((Resolved) finding.result()).authorization();
        var json = JsonObject.builder()
                .put("server", target.server())
                .put("url", target.url().toString())
                .put("challenges", JsonArray.ofStrings(target.challenges()))
                .put("since", finding.since().toString())
                .put("metadata", found.metadata().json())
                .put("provenance", found.provenance().name())
                .put("resource", found.resource().toString())
                .put("pinnedScopes", texts(found.pinnedScopes()))
                .put("resourceScopes", texts(found.resourceScopes()))
                .put(
                        "trace",
                        JsonArray.of(finding.result().trace().stream()
                                .map(SharedFindings::write)
                                .toList()));
        target.pin().ifPresent(pin -> json.put("pinnedIssuer", pin.issuer().value()));
        target.pin().ifPresent(pin -> json.put("askedScopes", texts(pin.scopes())));
        found.challengeScopes().ifPresent(scopes -> json.put("challengeScopes", texts(scopes)));
        return json.build();
    }

    private static JsonArray texts(Scopes scopes) {
        return JsonArray.ofStrings(scopes.values());
    }

    private static JsonObject write(StepOutcome outcome) {
        return JsonObject.of("step", outcome.step().name())
                .with("url", outcome.url().toString())
                .with("accepted", outcome.accepted())
                .with("text", outcome.text());
    }

    private static Finding read(Fields fields) {
        var pin = fields.text("pinnedIssuer")
                .map(issuer -> new Pin(new Issuer(issuer), new Scopes(fields.strings("askedScopes"))));
        var target = new Target(fields.requiredText("server"), url(fields, "url"), pin, fields.strings("challenges"));
        var found = new ResolvedAuthorization(
                metadata(fields),
                Provenance.valueOf(fields.requiredText("provenance")),
                url(fields, "resource"),
                new Scopes(fields.strings("pinnedScopes")),
                fields.has("challengeScopes")
                        ? Optional.of(new Scopes(fields.strings("challengeScopes")))
                        : Optional.empty(),
                new Scopes(fields.strings("resourceScopes")));
        var trace = fields.list("trace").stream().map(SharedFindings::outcome).toList();
        return new Finding(target, new Resolved(found, trace), Instant.parse(fields.requiredText("since")));
    }

    private static URI url(Fields fields, String name) {
        return URI.create(fields.requiredText(name));
    }

    private static AuthorizationServerMetadata metadata(Fields fields) {
        try {
            return new AuthorizationServerMetadata(
                    fields.object().object("metadata").orElseThrow());
        } catch (InvalidMetadata e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static StepOutcome outcome(Fields fields) {
        return new StepOutcome(
                Step.valueOf(fields.requiredText("step")),
                url(fields, "url"),
                fields.bool("accepted", false),
                fields.requiredText("text"));
    }
}
