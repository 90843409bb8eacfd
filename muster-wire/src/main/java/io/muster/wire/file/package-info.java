/**
 * Files that people and other programs read meanwhile: replaced as a whole by {@link io.muster.wire.file.AtomicFile}, and
 * nobody else's business where they are {@link io.muster.wire.file.OwnerOnly}.
 */
@NullMarked
package io.muster.wire.file;

import org.jspecify.annotations.NullMarked;
