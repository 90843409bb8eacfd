/** Entry points: the program {@link io.muster.app.main.Main}, and the run that trains its start-up cache. */
@NullMarked
package io.muster.app.main;

import org.jspecify.annotations.NullMarked;
