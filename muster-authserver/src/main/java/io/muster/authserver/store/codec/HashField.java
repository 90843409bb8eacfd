package io.muster.authserver.store.codec;

import io.muster.wire.json.JsonObject;

/** A field of a hash with its names, which are hashed where it is stored. */
public record HashField(String key, String field, String text) {
    public static final Codec<HashField> CODEC = new Codec<>() {
        @Override
        public JsonObject encode(HashField value) {
            return JsonObject.of("key", value.key())
                    .with("field", value.field())
                    .with("text", value.text());
        }

        @Override
        public HashField decode(Document document) {
            return new HashField(document.text("key"), document.text("field"), document.text("text"));
        }
    };
}
