/** The tools of Muster itself, as a client sees them: names, texts and JSON paths that callers rely on. */
@NullMarked
package io.muster.verify.tool;

import org.jspecify.annotations.NullMarked;
