package io.muster.gateway.signin;

import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * A page as browsers get it. Texts become markup by {@link #paragraph} and its like alone, which escape them; it loads
 * nothing, runs nothing and stands in no frame.
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
    private final StringBuilder content = new StringBuilder();

    Page(String title) {
        this.title = title;
    }

    Page heading(String text) {
        return element("h1", "", text);
    }

    Page paragraph(String text) {
        return element("p", "", text);
    }

    Page note(String text) {
        return element("p", " class=\"soft\"", text);
    }

    /** A form with one button. */
    Page form(String action, String label, Hidden... fields) {
        content.append("<form method=\"post\" action=\"")
                .append(escaped(action))
                .append("\">");
        for (var field : fields) {
            content.append("<input type=\"hidden\" name=\"")
                    .append(escaped(field.name()))
                    .append("\" value=\"")
                    .append(escaped(field.value()))
                    .append("\">");
        }
        content.append("<button type=\"submit\">").append(escaped(label)).append("</button></form>");
        return this;
    }

    /** A field that the form carries along. */
    record Hidden(String name, String value) {}

    private Page element(String name, String attributes, String text) {
        content.append('<').append(name).append(attributes).append('>');
        content.append(escaped(text)).append("</").append(name).append('>');
        return this;
    }

    HttpResponse answer(int status) {
        var markup = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + escaped(title)
                + "</title><style>" + STYLE + "</style></head><body><main>" + content
                + "</main><footer><p>Powered by Muster</p></footer></body></html>\n";
        return new HttpResponse(status, HEADERS, new Body.Bytes(markup.getBytes(StandardCharsets.UTF_8)));
    }

    private static String escaped(String text) {
        var result = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                case '\'' -> result.append("&#39;");
                default -> result.appendCodePoint(isMisleading(character) ? 0xFFFD : character);
            }
        });
        return result.toString();
    }

    /** Controls, and characters that reorder or hide what stands around them. */
    private static boolean isMisleading(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
