package io.muster.authserver.store.memory;

import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Document;
import io.muster.wire.json.JsonObject;

/** The value of rows that say all there is by being there. */
enum Mark {
    SET;

    static final Codec<Mark> CODEC = new Codec<>() {
        @Override
        public JsonObject encode(Mark mark) {
            return JsonObject.EMPTY;
        }

        @Override
        public Mark decode(Document document) {
            return SET;
        }
    };
}
