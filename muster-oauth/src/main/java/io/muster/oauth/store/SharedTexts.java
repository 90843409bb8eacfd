package io.muster.oauth.store;

import java.lang.ref.WeakReference;
import java.util.WeakHashMap;

/** Long texts that are equal are held once: the same server offers a thousand sessions the same tools. Thread-safe. */
final class SharedTexts {
    private static final int LONG = 1_024;

    private final WeakHashMap<String, WeakReference<String>> texts = new WeakHashMap<>();

    /** The one that is held, equal to this. */
    String held(String text) {
        if (text.length() < LONG) {
            return text;
        }
        synchronized (texts) {
            var known = texts.get(text);
            var held = known == null ? null : known.get();
            if (held == null) {
                texts.put(text, new WeakReference<>(text));
                return text;
            }
            return held;
        }
    }
}
