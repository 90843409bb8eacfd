package io.muster.cli.setup.doctor;

import java.util.List;
import java.util.Optional;

/** There is no endpoint to look at, for the reason given. */
public record UnknownServer(String problem) implements RunningServer {
    @Override
    public Contact contact() {
        return new Contact.Unknown(problem);
    }

    @Override
    public Optional<List<Backend>> backends() {
        return Optional.empty();
    }

    @Override
    public Visit visit(String name) {
        return new Visit.NotOffered();
    }
}
