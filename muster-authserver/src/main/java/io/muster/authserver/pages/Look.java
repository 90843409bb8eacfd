package io.muster.authserver.pages;

import io.muster.wire.text.Html;
import io.muster.wire.text.Sha256;
import java.util.Base64;

/** The style of all pages, the one script, and the mark: fixed texts that the content security policy names by hash. */
final class Look {
    static final String STYLE = """
        :root{color-scheme:light dark;--page:#f2f4f7;--card:#fff;--text:#16202e;--soft:#566273;--line:#d9dfe7;\
        --accent:#1f5fd0;--on-accent:#fff;--warn:#fff4dc;--warn-line:#e3b341;--warn-text:#5c4200;--quiet:#f6f8fa}
        @media (prefers-color-scheme:dark){:root{--page:#0d1218;--card:#161d26;--text:#e8edf3;--soft:#a0adbd;\
        --line:#2c3744;--accent:#7aa8ff;--on-accent:#0b1526;--warn:#33290f;--warn-line:#a07a1c;--warn-text:#ffdf9b;\
        --quiet:#1c2530}}
        *{box-sizing:border-box}
        html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--page);\
        color:var(--text);-webkit-text-size-adjust:100%}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;\
        padding:1.5rem 1rem}
        main{width:100%;max-width:30rem;background:var(--card);border:1px solid var(--line);border-radius:.9rem;\
        padding:1.75rem;box-shadow:0 1px 2px rgba(0,0,0,.06),0 8px 28px rgba(0,0,0,.06)}
        .brand{display:flex;align-items:center;gap:.55rem;margin:0 0 1.25rem;color:var(--soft);font-weight:600}
        .brand svg{width:1.5rem;height:1.5rem;fill:var(--accent)}
        h1{margin:0 0 .6rem;font-size:1.375rem;line-height:1.3;letter-spacing:-.01em;overflow-wrap:anywhere}
        p{margin:0 0 1rem}
        .soft{color:var(--soft)}
        .small{font-size:.875rem}
        dl{margin:1.25rem 0;border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
        dl>div{padding:.7rem .9rem}
        dl>div+div{border-top:1px solid var(--line)}
        dt{font-size:.8125rem;color:var(--soft)}
        dd{margin:.1rem 0 0;overflow-wrap:anywhere}
        dd strong{display:block;font-size:1.0625rem}
        code{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        ul{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem;margin:.35rem 0 0;padding:0}
        li{background:var(--quiet);border:1px solid var(--line);border-radius:.4rem;padding:.05rem .45rem}
        .warn{margin:1rem 0;padding:.75rem .9rem;border:1px solid var(--warn-line);border-radius:.6rem;\
        background:var(--warn);color:var(--warn-text)}
        .actions{display:flex;gap:.75rem;margin:1.5rem 0 0}
        .actions>*{flex:1}
        .actions+p{margin-top:1.25rem}
        main>:last-child{margin-bottom:0}
        .button{display:block;width:100%;min-height:2.75rem;padding:.6rem 1rem;border:1px solid var(--line);\
        border-radius:.6rem;background:var(--card);color:var(--text);font:inherit;font-weight:600;\
        text-align:center;text-decoration:none;cursor:pointer}
        .button:hover{background:var(--quiet)}
        .main{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
        .main:hover{background:var(--accent);filter:brightness(1.08)}
        a{color:var(--accent)}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        .reference{display:inline-block;padding:.1rem .5rem;border:1px solid var(--line);border-radius:.4rem;\
        background:var(--quiet);font-size:1rem;letter-spacing:.06em}
        footer{margin:1rem 0 0;color:var(--soft);font-size:.8125rem;text-align:center;overflow-wrap:anywhere}
        @media (max-width:26rem){main{padding:1.25rem}}
        """;

    /** Follows the button by itself: browsers do not follow redirects to applications reliably. */
    static final String SCRIPT = "setTimeout(function(){location.href=document.getElementById('open').href},500);";

    static final Html MARK = new Html("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">"
            + "<path d=\"M12 1.8 21 7v10l-9 5.2L3 17V7z\" opacity=\".28\"/>"
            + "<circle cx=\"12\" cy=\"12\" r=\"3.1\"/><circle cx=\"12\" cy=\"4.6\" r=\"2\"/>"
            + "<circle cx=\"18.4\" cy=\"15.7\" r=\"2\"/><circle cx=\"5.6\" cy=\"15.7\" r=\"2\"/></svg>");

    private Look() {}

    /** How a content security policy names an inline text (CSP level 2). */
    static String hash(String text) {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text)) + "'";
    }
}
