/**
 * Definitions in a directory: kept ({@link io.muster.control.file.FileDefinitionStore}), watched ({@link
 * io.muster.control.file.FileWatch}), and their status beside them ({@link io.muster.control.file.FileStatusStore}).
 */
@NullMarked
package io.muster.control.file;

import org.jspecify.annotations.NullMarked;
