/**
 * The official conformance suite: its server scenarios against a direct endpoint, its client scenarios against a small
 * driver of the product's client. Known failures stand in {@code src/test/conformance} with a reason each.
 */
@NullMarked
package io.muster.verify.conformance;

import org.jspecify.annotations.NullMarked;
