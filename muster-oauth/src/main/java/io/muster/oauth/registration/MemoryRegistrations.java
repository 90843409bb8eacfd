package io.muster.oauth.registration;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Registrations that end with the process. */
public final class MemoryRegistrations implements RegistrationStore {
    private final Map<Registration.Key, Registration> registrations = new ConcurrentHashMap<>();

    @Override
    public Optional<Registration> find(Registration.Key key) {
        return Optional.ofNullable(registrations.get(key));
    }

    @Override
    public void save(Registration registration) {
        registrations.put(registration.key(), registration);
    }

    @Override
    public void remove(Registration.Key key) {
        registrations.remove(key);
    }
}
