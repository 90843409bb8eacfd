package io.muster.control.reconcile;

import io.muster.control.definition.DefinitionProblem;
import java.time.Duration;
import java.util.List;

/** How one run for one key ended. */
public sealed interface Reconciled {
    /** Reality is as defined, or on its way there. */
    record Done() implements Reconciled {}

    /** So far so good; look again after a while. */
    record Again(Duration after) implements Reconciled {}

    /** It did not work and may work later. */
    record Retry(Throwable cause) implements Reconciled {}

    /** The definition is wrong; pointless to try before it changes. */
    record Invalid(List<DefinitionProblem> problems) implements Reconciled {}
}
