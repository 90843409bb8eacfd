package io.muster.verify.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** As much of a browser as a login needs: cookies, redirects that are followed one by one, forms. */
final class Browser implements AutoCloseable {
    private static final int MOST_STEPS = 20;
    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

    private final HttpClient http;

    private Browser(HttpClient http) {
        this.http = http;
    }

    static Browser open(Path trusted) {
        return new Browser(client(trusted));
    }

    static HttpClient client(Path trusted) {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieJar())
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(trusting(trusted))
                .build();
    }

    /**
     * Follows redirects, fills in the form of the identity provider and agrees where it asks, until it is sent to the given
     * address.
     *
     * @return where the browser was sent, with its query
     */
    URI logIn(URI start, String landing, String email, String password) {
        var at = start;
        var answer = get(at);
        for (var step = 0; step < MOST_STEPS; step++) {
            if (answer.statusCode() / 100 == 3) {
                at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
                if (at.toString().startsWith(landing)) {
                    return at;
                }
                answer = get(at);
            } else if (answer.statusCode() == 200 && answer.body().contains("name=\"password\"")) {
                at = at.resolve(action(answer.body()));
                answer = post(at, Map.of(user(answer.body()), email, "password", password));
            } else if (answer.statusCode() == 200 && answer.body().contains("name=\"accept\"")) {
                at = at.resolve(action(answer.body()));
                answer = post(at, Map.of("accept", "Yes"));
            } else {
                throw new AssertionError("the login ends at " + at.getPath() + " with " + answer.statusCode() + ": "
                        + answer.body().replaceAll("(?s).*<body", ""));
            }
        }
        throw new AssertionError("the login does not end");
    }

    /** Follows redirects to where they end. */
    HttpResponse<String> follow(URI start) {
        var at = start;
        var answer = get(at);
        for (var step = 0; answer.statusCode() / 100 == 3; step++) {
            if (step == MOST_STEPS) {
                throw new AssertionError("the redirects do not end: " + at);
            }
            at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
            answer = get(at);
        }
        return answer;
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build());
    }

    HttpResponse<String> post(URI uri, Map<String, String> form) {
        return send(HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The parameters of a query. */
    static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the field for the name is called: so by Keycloak, or so by Dex. */
    private static String user(String page) {
        return page.contains("name=\"username\"") ? "username" : "login";
    }

    private static String action(String page) {
        var found = ACTION.matcher(page);
        if (!found.find()) {
            throw new AssertionError("no form in: " + page);
        }
        return found.group(1).replace("&amp;", "&");
    }

    private static SSLContext trusting(Path certificate) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (var pem = Files.newInputStream(certificate)) {
                store.setCertificateEntry(
                        "trusted", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot trust " + certificate, e);
        }
    }
}
