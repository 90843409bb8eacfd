package io.muster.gateway.session;

import io.muster.oauth.store.HashJournal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The keys of hashes whose life began anew, in the order in which it did. */
final class Prolonged implements HashJournal {
    final BlockingQueue<String> keys = new LinkedBlockingQueue<>();

    @Override
    public void replay(Consumer<Entry> row) {}

    @Override
    public void ready() {}

    @Override
    public void note(List<Entry> changes) {
        for (var change : changes) {
            if (change instanceof Entry.Life(var key, var until) && until.isPresent()) {
                keys.add(key);
            }
        }
    }

    @Override
    public void settle() {}
}
