package io.muster.gateway.signin;

import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.text.Html;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A page as browsers get it. It loads nothing, runs nothing and stands in no frame.
 */
final class Page {
    private static final Headers HEADERS = Headers.of("Content-Type", "text/html; charset=utf-8")
            .with("X-Content-Type-Options", "nosniff")
            .with("X-Frame-Options", "DENY")
            .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            .with("Referrer-Policy", "no-referrer")
            .with("Cache-Control", "no-store, no-cache, must-revalidate");

    private static final String STYLE = """
            :root{color-scheme:light dark;--page:#f2f4f7;--card:#fff;--text:#16202e;--soft:#566273;--line:#d9dfe7;\
            --accent:#1f5fd0;--on-accent:#fff}
            @media (prefers-color-scheme:dark){:root{--page:#0d1218;--card:#161d26;--text:#e8edf3;--soft:#a0adbd;\
            --line:#2c3744;--accent:#7aa8ff;--on-accent:#0b1526}}
            html{font:100%/1.5 system-ui,sans-serif;background:var(--page);color:var(--text)}
            body{box-sizing:border-box;margin:0;padding:1rem;min-height:100vh;display:flex;flex-direction:column;\
            align-items:center;justify-content:center}
            main{box-sizing:border-box;width:100%;max-width:30rem;background:var(--card);\
            border:1px solid var(--line);border-radius:.9rem;padding:1.75rem;overflow-wrap:anywhere}
            main>:last-child{margin-bottom:0}
            h1{margin:0 0 .6rem;font-size:1.375rem}
            .soft,footer{color:var(--soft);font-size:.875rem}
            form{margin-top:1.5rem}
            button{width:100%;padding:.7rem;border:0;border-radius:.6rem;background:var(--accent);\
            color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
            """;

    private final String title;
    private final List<Html> content = new ArrayList<>();

    Page(String title) {
        this.title = title;
    }

    Page heading(String text) {
        return with(Html.element("h1").saying(text));
    }

    Page paragraph(String text) {
        return with(Html.element("p").saying(text));
    }

    Page note(String text) {
        return with(Html.element("p").with("class", "soft").saying(text));
    }

    /** A form with one button. */
    Page form(String action, String label, Hidden... fields) {
        var parts = new ArrayList<Html>();
        for (var field : fields) {
            parts.add(Html.element("input")
                    .with("type", "hidden")
                    .with("name", field.name())
                    .with("value", field.value())
                    .empty());
        }
        parts.add(Html.element("button").with("type", "submit").saying(label));
        return with(Html.element("form")
                .with("method", "post")
                .with("action", action)
                .holding(parts.toArray(Html[]::new)));
    }

    /** A field that the form carries along. */
    record Hidden(String name, String value) {}

    private Page with(Html part) {
        content.add(part);
        return this;
    }

    HttpResponse answer(int status) {
        var markup = "<!DOCTYPE html>\n"
                + Html.element("html")
                        .with("lang", "en")
                        .holding(head(), body())
                        .markup() + "\n";
        return new HttpResponse(status, HEADERS, new Body.Bytes(markup.getBytes(StandardCharsets.UTF_8)));
    }

    private Html head() {
        return Html.element("head")
                .holding(
                        Html.element("meta").with("charset", "utf-8").empty(),
                        Html.element("meta")
                                .with("name", "viewport")
                                .with("content", "width=device-width, initial-scale=1")
                                .empty(),
                        Html.element("title").saying(title),
                        Html.element("style").holding(new Html(STYLE)));
    }

    private Html body() {
        return Html.element("body")
                .holding(
                        Html.element("main").holding(content.toArray(Html[]::new)),
                        Html.element("footer").holding(Html.element("p").saying("Powered by Muster")));
    }
}
