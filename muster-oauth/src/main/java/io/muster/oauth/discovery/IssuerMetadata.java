package io.muster.oauth.discovery;

import io.muster.oauth.Issuer;
import io.muster.oauth.metadata.AuthorizationServerMetadata;
import io.muster.oauth.metadata.InvalidMetadata;
import io.muster.oauth.metadata.MetadataWeb;
import io.muster.oauth.metadata.MetadataWeb.Fetched;
import io.muster.oauth.metadata.WellKnown;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.util.Optional;

/** Reads the metadata that issuers publish themselves. */
final class IssuerMetadata {
    static final int LARGEST = 256 << 10;

    private final MetadataWeb web;

    IssuerMetadata(MetadataWeb web) {
        this.web = web;
    }

    /** The first document that the issuer publishes and that is about it. */
    Optional<AuthorizationServerMetadata> of(Issuer issuer, Step step, Trace trace, Deadline deadline)
            throws InterruptedException {
        for (var url : WellKnown.ofIssuer(issuer)) {
            var found = at(url, step, trace, deadline);
            if (found.isPresent()) {
                try {
                    IssuerRules.requireIssuer(found.get(), issuer);
                    trace.accepted(step, url, "issuer " + found.get().issuer());
                    return found;
                } catch (InvalidMetadata e) {
                    trace.failed(step, url, e.reason());
                }
            }
        }
        return Optional.empty();
    }

    /** What stands at a URL, whoever it is about; failures are on the trace. */
    Optional<AuthorizationServerMetadata> at(URI url, Step step, Trace trace, Deadline deadline)
            throws InterruptedException {
        switch (web.fetch(url, LARGEST, deadline)) {
            case Fetched.Nothing(var why) -> trace.failed(step, url, why);
            case Fetched.Document(var json, var _) -> {
                try {
                    return Optional.of(new AuthorizationServerMetadata(json));
                } catch (InvalidMetadata e) {
                    trace.failed(step, url, e.reason());
                }
            }
        }
        return Optional.empty();
    }
}
