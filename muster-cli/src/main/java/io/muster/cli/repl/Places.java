package io.muster.cli.repl;

import io.muster.cli.bridge.Destination;
import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.context.Contexts;
import io.muster.cli.context.ContextsFile;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a session can be: the contexts of the person.
 *
 * @param destinations what an endpoint means with the flags of the command
 * @param door where a person logs in on the way
 */
public record Places(Map<String, String> environment, Function<Endpoint, Destination> destinations, Door door) {
    /** Lets a person log in to a Muster that wants to know who asks. */
    public interface Door {
        /**
         * Whether it is worth trying again: the person has logged in.
         *
         * @throws ConnectionFailure when the login was tried and failed
         */
        boolean isOpen(Place place, ConnectionFailure refusal) throws InterruptedException;
    }

    Contexts contexts() {
        return ContextsFile.of(environment).read();
    }

    /** @throws io.muster.cli.context.ContextFailure when there is no such context */
    Place of(String context) {
        var contexts = contexts();
        var named = contexts.require(context, ". Available: " + String.join(", ", contexts.names()));
        var endpoint = Endpoint.of(named.endpoint(), Optional.of(context));
        return new Place(destinations.apply(endpoint), Optional.of(context));
    }

    /** Makes the context the one that sessions begin with. */
    void use(String context) {
        ContextsFile.of(environment).change(contexts -> contexts.using(context));
    }
}
