package io.muster.app.wiring;

import io.muster.wire.outbound.TrustedCertificates;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the process finds around it, and tests replace.
 *
 * @param configDirectory where configuration, events and state are
 * @param variables environment variables
 * @param clock tells the time
 * @param zone of timestamps that people read
 * @param random cryptographically strong
 * @param trust certificates to trust
 * @param version of this build
 * @param yolo whether destructive tools are not marked
 */
public record Environment(
        Path configDirectory,
        Map<String, String> variables,
        InstantSource clock,
        ZoneId zone,
        RandomGenerator random,
        TrustedCertificates trust,
        String version,
        boolean yolo) {
    public Environment {
        variables = Map.copyOf(variables);
    }
}
