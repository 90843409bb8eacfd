package io.muster.valkey;

import io.muster.wire.outbound.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority and one certificate that it has signed. */
record TestAuthority(Path authorityFile, Path certificateFile, Path keyFile, TrustedCertificates trust) {
    private static final String PASSWORD = "password";

    static TestAuthority create(Path directory, String name) throws Exception {
        var store = directory.resolve("keys.p12");
        var request = directory.resolve("request.csr");
        var signed = directory.resolve("signed.pem");
        var authority = directory.resolve("authority.pem");
        keytool(store, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=" + name);
        keytool(store, "-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                store,
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-ext",
                "san=dns:" + name,
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString());
        keytool(store, "-exportcert", "-alias", "ca", "-rfc", "-file", authority.toString());
        return new TestAuthority(
                authority, signed, key(directory, store), TrustedCertificates.parse(Files.readAllBytes(authority)));
    }

    private static Path key(Path directory, Path store) throws Exception {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var key = keys.getKey("server", PASSWORD.toCharArray());
        return Files.writeString(
                directory.resolve("server.key"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        line.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + arguments[0]);
        }
    }
}
