package io.muster.authserver.store.memory;

import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Document;
import io.muster.authserver.store.codec.HashField;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.store.HashJournal;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps hashes in a ledger: a row for each field, so that changing one does not write the others anew, and a row for how
 * long the hash lasts.
 */
record LedgerJournal(Ledger ledger) implements HashJournal {
    private static final Table<String, Row<Named>> LIVES = Table.keyed(
            "hashes", Row.codec(Named.CODEC), key -> key, row -> row.value().key());

    private static final Table<Place, HashField> FIELDS = new Table<>(
            "hash-fields", HashField.CODEC, Place::written, (_, value) -> new Place(value.key(), value.field()));

    private record Place(String key, String field) {
        String written() {
            return TokenHash.of(key).value() + TokenHash.of(field).value();
        }
    }

    private record Named(String key) {
        static final Codec<Named> CODEC = new Codec<>() {
            @Override
            public JsonObject encode(Named value) {
                return JsonObject.of("key", value.key());
            }

            @Override
            public Named decode(Document document) {
                return new Named(document.text("key"));
            }
        };
    }

    @Override
    public void replay(Consumer<Entry> row) {
        ledger.replay(LIVES, (key, life) -> row.accept(new Entry.Life(key, Optional.of(life.until()))));
        ledger.replay(
                FIELDS,
                (place, value) -> row.accept(new Entry.Field(place.key(), place.field(), Optional.of(value.text()))));
    }

    @Override
    public void ready() {
        ledger.ready();
    }

    @Override
    public void note(List<Entry> changes) {
        ledger.note(changes.stream().<Change<?, ?>>map(LedgerJournal::row).toList());
    }

    private static Change<?, ?> row(Entry change) {
        return switch (change) {
            case Entry.Life(var key, var until) ->
                new Change<>(
                        LIVES,
                        key,
                        until.map(end -> new Row<>(new Named(key), end)).orElse(null));
            case Entry.Field(var key, var field, var value) ->
                new Change<>(
                        FIELDS,
                        new Place(key, field),
                        value.map(text -> new HashField(key, field, text)).orElse(null));
        };
    }

    @Override
    public void settle() {
        ledger.settle();
    }
}
