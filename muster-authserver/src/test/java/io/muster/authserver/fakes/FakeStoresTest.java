package io.muster.authserver.fakes;

import io.muster.authserver.store.ReplicaContract;
import io.muster.authserver.store.Stores;
import io.muster.testkit.ManualTime;

class FakeStoresTest extends ReplicaContract {
    @Override
    protected Stores open(ManualTime time) {
        return new FakeStores(time);
    }
}
