package io.muster.authserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.AuthServerWorld;
import io.muster.authserver.provider.FakeIdp;
import io.muster.wire.http.Body;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.Set;
import java.util.regex.Pattern;

/** What is true of every answer, whatever was asked. */
final class Oracle {
    private static final int LARGEST = 48 << 10;
    private static final Pattern TAG =
            Pattern.compile("<(?:!DOCTYPE html|/?([a-z0-9]+)((?: [a-zA-Z-]+(?:=\"[^\"<>]*\")?)*) */?)>");
    private static final Set<String> ELEMENTS = Set.of(
            "a", "body", "button", "circle", "code", "dd", "div", "dl", "dt", "footer", "form", "h1", "head", "html",
            "input", "li", "main", "meta", "p", "path", "script", "span", "strong", "style", "svg", "title", "ul");
    private static final Pattern HANDLER = Pattern.compile(" on[a-z]+=");

    private Oracle() {}

    /** Checks an answer of the server to the input. */
    static void check(FuzzedServer server, String input, HttpResponse answer) {
        assertThat(answer.status())
                .matches(status -> (status >= 200 && status < 500) || (status == 503 && server.askedNobody()));
        var body = AuthServerWorld.text(answer);
        assertThat(answer.body()).isInstanceOfAny(Body.Bytes.class, Body.Empty.class);
        assertThat(body.length()).isLessThan(LARGEST + 8 * input.length());
        checkHeaders(server, input, answer);
        server.secretsBeside(input).forEach(secret -> assertThat(body).doesNotContain(secret));
        var type = answer.headers().first("Content-Type").orElse("");
        if (type.startsWith("application/json")) {
            assertThat(Json.parse(body)).isInstanceOf(JsonObject.class);
        } else if (type.startsWith("text/html")) {
            checkPage(body);
        } else {
            assertThat(type).matches(text -> text.isEmpty() ? body.isEmpty() : text.startsWith("text/plain"));
        }
    }

    /** Whether the client got a code. */
    static boolean isCode(HttpResponse answer) {
        return answer.headers()
                .first("Location")
                .filter(to -> to.contains("code="))
                .isPresent();
    }

    private static void checkHeaders(FuzzedServer server, String input, HttpResponse answer) {
        for (var field : answer.headers().fields()) {
            assertThat(field.value().chars()).as(field.name()).allMatch(c -> c >= ' ' && c < 0x7F);
            server.secretsBeside(input)
                    .forEach(secret -> assertThat(field.value()).doesNotContain(secret));
        }
        if (answer.status() / 100 == 3) {
            assertThat(answer.headers().first("Location").orElse(""))
                    .matches(to ->
                            to.startsWith(AuthServerWorld.REDIRECT + "?") || to.startsWith(FakeIdp.ISSUER + "/auth?"));
        }
    }

    /** Every tag is one that our pages have: none came from the input. */
    private static void checkPage(String page) {
        assertThat(page).startsWith("<!DOCTYPE html>");
        var tags = TAG.matcher(page);
        for (var at = page.indexOf('<'); at >= 0; at = page.indexOf('<', at + 1)) {
            assertThat(tags.region(at, page.length()).lookingAt()).as(page).isTrue();
            if (tags.group(1) != null) {
                assertThat(ELEMENTS).contains(tags.group(1));
                assertThat(HANDLER.matcher(tags.group(2)).find()).as(page).isFalse();
            }
        }
    }
}
