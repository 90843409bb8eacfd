/**
 * Targets for a fuzzer. Ordinary test runs replay the inputs in the resources; with {@code JAZZER_FUZZ=1} the fuzzer
 * looks for new ones.
 */
@NullMarked
package io.muster.authserver.fuzz;

import org.jspecify.annotations.NullMarked;
