/**
 * The papers that go with the download: its bill of materials, completed by the Java runtime, and the notice of what it
 * holds of third parties. Used by the build only.
 */
@NullMarked
package io.muster.dist;

import org.jspecify.annotations.NullMarked;
