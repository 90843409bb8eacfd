/**
 * Makes reality follow the definitions: a queue of keys, a few workers ({@link
 * io.muster.control.reconcile.ReconcileLoop}) and what they do for a server ({@link
 * io.muster.control.reconcile.ServerReconciler}). Events are hints; every run compares definition and reality.
 */
@NullMarked
package io.muster.control.reconcile;

import org.jspecify.annotations.NullMarked;
