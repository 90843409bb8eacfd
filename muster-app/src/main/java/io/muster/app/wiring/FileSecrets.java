package io.muster.app.wiring;

import io.muster.gateway.backend.CredentialPolicy.SecretReference;
import io.muster.gateway.source.ClientSecrets;
import io.muster.oauth.ClientId;
import io.muster.oauth.Secret;
import io.muster.oauth.token.ClientCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets of an installation without Kubernetes: a directory for each, a file for each key in it, as Kubernetes mounts
 * them. Read anew each time. Namespaces mean nothing here.
 *
 * @param directory where the secrets are
 */
record FileSecrets(Path directory) implements ClientSecrets {
    private static final Logger log = LoggerFactory.getLogger(FileSecrets.class);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,251}[a-zA-Z0-9])?");
    private static final int LONGEST = 8 << 10;

    @Override
    public Optional<ClientCredentials> find(SecretReference reference) {
        var id = value(reference.name(), reference.idKey());
        var secret = value(reference.name(), reference.secretKey());
        return id.flatMap(
                known -> secret.map(shared -> new ClientCredentials.Basic(new ClientId(known), new Secret(shared))));
    }

    /** Names are names of files here, so none may lead elsewhere. */
    private Optional<String> value(String name, String key) {
        if (!NAME.matcher(name).matches() || !NAME.matcher(key).matches()) {
            return Optional.empty();
        }
        var file = directory.resolve(name).resolve(key);
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            log.atDebug().addKeyValue("secret", name).addKeyValue("key", key).log("not found in {}", directory);
            return Optional.empty();
        }
    }
}
