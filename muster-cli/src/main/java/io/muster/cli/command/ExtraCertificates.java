package io.muster.cli.command;

import io.muster.wire.outbound.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;

/** The certificates that {@code --extra-ca-file} names. */
public final class ExtraCertificates {
    private ExtraCertificates() {}

    /** @throws CommandFailure when there are none */
    public static TrustedCertificates read(Path file) {
        try {
            return TrustedCertificates.parse(Files.readAllBytes(file));
        } catch (IOException | CertificateException e) {
            var reason = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
            throw new CommandFailure("install extra CA file: " + file + ": " + reason, e);
        }
    }
}
