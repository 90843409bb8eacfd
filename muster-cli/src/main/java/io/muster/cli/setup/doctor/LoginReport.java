package io.muster.cli.setup.doctor;

import io.muster.cli.format.Text;
import io.muster.oauth.codeflow.ScopeChoice;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.discovery.ResolvedAuthorization;
import io.muster.oauth.discovery.StepOutcome;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows a {@link LoginFinding}, to people and to programs. Pure; texts of strangers are made fit for a terminal here. */
public record LoginReport(LoginFinding finding) {
    /** A line for each step, then what came of them, then what to do. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("Discovery for " + finding.server());
        finding.result().trace().forEach(step -> lines.add("  " + (step.accepted() ? "ok  " : "--  ") + step));
        finding.authorization().ifPresent(found -> result(lines, found));
        lines.add("");
        if (finding.isPossible()) {
            lines.add("A login is possible. To configure:");
            finding.definition().forEach(line -> lines.add("  " + line));
        } else {
            lines.add("No login is possible:");
            finding.problems().forEach(problem -> lines.add("  - " + problem));
        }
        return lines.stream().map(Text::visible).toList();
    }

    private void result(List<String> lines, ResolvedAuthorization found) {
        var metadata = found.metadata();
        lines.add("");
        lines.add("Issuer:      " + found.issuer());
        lines.add("Provenance:  " + found.provenance().word() + " (" + meaning(found.provenance()) + ")");
        lines.add("Client:      " + client(found));
        lines.add("PKCE:        " + (metadata.supportsS256() ? "S256" : "S256 is not announced"));
        lines.add("Scopes:      " + scopes(found));
        lines.add("Resource:    " + found.resource());
        metadata.authorizationEndpoint().ifPresent(url -> lines.add("Authorize:   " + url));
        lines.add("Token:       " + metadata.tokenEndpoint());
    }

    private static String meaning(Provenance provenance) {
        return switch (provenance) {
            case PINNED -> "you named it, and its own metadata agrees";
            case VALIDATED -> "found where this issuer publishes it";
            case VALIDATED_VIA_ISSUER ->
                "found at the server, and confirmed by the metadata of the issuer that it names";
            case RESOURCE_ORIGIN ->
                "found at the server only, and not confirmed by the issuer that it names: tokens serve this server only";
        };
    }

    private String client(ResolvedAuthorization found) {
        var settings = finding.clients().settings();
        return switch (finding.plan(found)) {
            case PRE_REGISTERED -> "pre-registered as " + finding.client(found).orElseThrow();
            case METADATA_DOCUMENT -> "by its metadata document (CIMD), " + settings.documentId();
            case REGISTRATION ->
                "registers itself (DCR) at "
                        + found.metadata().registrationEndpoint().orElseThrow();
            case UNDECLARED -> "none: the server offers neither registration nor metadata documents to this client";
        };
    }

    private static String scopes(ResolvedAuthorization found) {
        var scopes = ScopeChoice.first(found);
        var source = found.challengeScopes().isPresent() ? "the challenge" : "the metadata of the resource";
        return scopes.isEmpty() ? "none asked for" : scopes + " (from " + source + ")";
    }

    /** The same for programs. */
    public JsonObject json() {
        var json = JsonObject.builder()
                .put("url", finding.server().toString())
                .put("possible", finding.isPossible())
                .put(
                        "steps",
                        JsonArray.of(finding.result().trace().stream()
                                .map(LoginReport::json)
                                .toList()));
        finding.authorization().ifPresent(found -> json.put("authorization", json(found)));
        return json.put("problems", JsonArray.ofStrings(finding.problems())).build();
    }

    private static JsonObject json(StepOutcome step) {
        return JsonObject.builder()
                .put("step", step.step().word())
                .put("url", step.url().toString())
                .put("accepted", step.accepted())
                .put("text", step.text())
                .build();
    }

    private JsonObject json(ResolvedAuthorization found) {
        var metadata = found.metadata();
        var plan = finding.plan(found);
        return JsonObject.builder()
                .put("issuer", found.issuer().value())
                .put("provenance", found.provenance().word())
                .put("client", plan.word())
                .putTextIfPresent(
                        "client_id",
                        switch (plan) {
                            case PRE_REGISTERED -> finding.client(found).map(Object::toString);
                            case METADATA_DOCUMENT ->
                                Optional.of(finding.clients()
                                        .settings()
                                        .documentId()
                                        .value());
                            case REGISTRATION, UNDECLARED -> Optional.<String>empty();
                        })
                .put("redirect_uri", finding.clients().settings().redirectUri().toString())
                .put("pkce", metadata.supportsS256())
                .put("scopes", JsonArray.ofStrings(ScopeChoice.first(found).values()))
                .put("resource", found.resource().toString())
                .putTextIfPresent(
                        "authorization_endpoint",
                        metadata.authorizationEndpoint().map(Object::toString))
                .put("token_endpoint", metadata.tokenEndpoint().toString())
                .putTextIfPresent(
                        "registration_endpoint", metadata.registrationEndpoint().map(Object::toString))
                .build();
    }
}
