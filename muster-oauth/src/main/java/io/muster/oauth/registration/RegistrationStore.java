package io.muster.oauth.registration;

import java.util.Optional;

/** Keeps registrations, sealed where they outlive the process. Blocking; thread-safe. */
public interface RegistrationStore {
    Optional<Registration> find(Registration.Key key);

    void save(Registration registration);

    void remove(Registration.Key key);
}
