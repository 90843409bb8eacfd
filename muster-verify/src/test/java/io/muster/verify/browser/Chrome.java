package io.muster.verify.browser;

import io.muster.verify.program.Await;
import io.muster.verify.toolchain.Chromium;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A running browser. Closing it ends it and forgets everything. */
public final class Chrome implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Path profile;
    private final Process process;
    private final DevTools tools;

    private Chrome(Path profile, Process process, DevTools tools) {
        this.profile = profile;
        this.process = process;
        this.tools = tools;
    }

    /**
     * Starts a browser.
     *
     * @param trusted certificates of servers that it trusts besides those of the system
     */
    public static Chrome start(Chromium chromium, List<Path> trusted) {
        try {
            var profile = Files.createTempDirectory("muster-chromium");
            var keys = trusted.stream().map(Chrome::key).collect(Collectors.joining(","));
            var process = chromium.headless(profile, "--ignore-certificate-errors-spki-list=" + keys)
                    .builder()
                    .redirectErrorStream(true)
                    .redirectOutput(profile.resolve("chromium.log").toFile())
                    .start();
            return new Chrome(profile, process, DevTools.connect(address(profile, process)));
        } catch (IOException e) {
            throw new UncheckedIOException("the browser does not start", e);
        }
    }

    /** A new tab with cookies of its own. */
    public Tab open() {
        var context =
                tools.call("", "Target.createBrowserContext", JsonObject.EMPTY).text("browserContextId", "");
        var created = tools.call(
                "", "Target.createTarget", JsonObject.of("url", "about:blank").with("browserContextId", context));
        var attached = tools.call(
                "",
                "Target.attachToTarget",
                JsonObject.of("targetId", created.text("targetId", "")).with("flatten", true));
        return Tab.attached(tools, attached.text("sessionId", ""));
    }

    @Override
    public void close() {
        tools.close();
        var helpers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Await.until("end of the browser", START, () -> helpers.stream().noneMatch(ProcessHandle::isAlive));
            delete(profile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            helpers.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The browser writes the port that it took, and its path, into its profile. */
    private static URI address(Path profile, Process process) {
        var file = profile.resolve("DevToolsActivePort");
        var lines = Await.value("port of the browser", START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the browser ended:\n" + text(profile.resolve("chromium.log")));
            }
            var found = Files.exists(file) ? text(file).lines().toList() : List.<String>of();
            return found.size() == 2 ? Optional.of(found) : Optional.empty();
        });
        return URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.getLast());
    }

    private static String key(Path certificate) {
        try (var pem = Files.newInputStream(certificate)) {
            var key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem)
                    .getPublicKey();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate: " + certificate, e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
