package io.muster.authserver.pages;

import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.text.Html;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A whole page.
 *
 * @param status HTTP status
 * @param title of the window
 * @param content of the card
 * @param footer below the card
 * @param formTargets where forms of the page may lead, redirects included; none when the page has no form
 * @param opening whether the page follows its button by itself
 */
record Document(int status, String title, Html content, Html footer, List<String> formTargets, boolean opening) {
    private static final String POLICY = "default-src 'none'; style-src " + Look.hash(Look.STYLE)
            + "; base-uri 'none'; frame-ancestors 'none'; form-action ";

    Document {
        formTargets = List.copyOf(formTargets);
    }

    /** @param secure headers of all answers that belong to one person */
    HttpResponse answer(Headers secure) {
        return new HttpResponse(
                status,
                secure.with("Content-Type", "text/html; charset=utf-8").with("Content-Security-Policy", policy()),
                new Body.Bytes(markup().getBytes(StandardCharsets.UTF_8)));
    }

    private String policy() {
        var forms = formTargets.isEmpty() ? "'none'" : String.join(" ", formTargets);
        return POLICY + forms + (opening ? "; script-src " + Look.hash(Look.SCRIPT) : "");
    }

    private String markup() {
        var head = Html.element("head")
                .holding(
                        Html.element("meta").with("charset", "utf-8").empty(),
                        Html.element("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1")
                                .empty(),
                        Html.element("meta")
                                .with("name", "robots")
                                .with("content", "noindex")
                                .empty(),
                        Html.element("title").saying(title),
                        Html.element("style").holding(new Html(Look.STYLE)));
        var brand = Html.element("p").with("class", "brand").holding(Look.MARK, Html.text("Muster"));
        var script = opening ? Html.element("script").holding(new Html(Look.SCRIPT)) : Html.NOTHING;
        var body = Html.element("body")
                .holding(
                        Html.element("main").holding(brand, content),
                        Html.element("footer").holding(footer),
                        script);
        return "<!DOCTYPE html>\n"
                + Html.element("html").with("lang", "en").holding(head, body).markup();
    }
}
