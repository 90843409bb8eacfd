/**
 * What is wanted, as people write it down: definitions, where they are kept ({@link
 * io.muster.control.definition.DefinitionStore}) and what they mean ({@link
 * io.muster.control.definition.BackendDefinition}).
 */
@NullMarked
package io.muster.control.definition;

import org.jspecify.annotations.NullMarked;
