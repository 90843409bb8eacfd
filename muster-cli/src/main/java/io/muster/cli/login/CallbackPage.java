package io.muster.cli.login;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a browser is shown after a login.
 *
 * @param html nothing in it comes from others unescaped
 */
record CallbackPage(int status, String html) {
    /** Sent with every page: nobody may frame it, nothing is loaded, nothing is kept. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    static CallbackPage success() {
        return page(
                200,
                "Authentication Successful",
                "<p>You are logged in to Muster. You can close this window and return to your terminal or IDE.</p>");
    }

    /** @param reason may hold anything */
    static CallbackPage failure(int status, String reason) {
        return page(
                status,
                "Authentication Failed",
                "<p>" + escaped(reason) + "</p><p>Return to your terminal or IDE and try again.</p>");
    }

    static CallbackPage notFound() {
        return failure(404, "There is nothing here.");
    }

    private static CallbackPage page(int status, String title, String content) {
        return new CallbackPage(status, """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s - Muster</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1rem }
                h1 { font-size: 1.4rem }
                footer { margin-top: 2rem; font-size: .85rem; opacity: .7 }
                </style>
                </head>
                <body>
                <main><h1>%1$s</h1>%2$s</main>
                <footer>Powered by Muster</footer>
                </body>
                </html>
                """.formatted(title, content));
    }

    byte[] bytes() {
        return html.getBytes(StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
