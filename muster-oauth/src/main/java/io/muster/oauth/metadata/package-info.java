/**
 * What resources and authorization servers say about themselves: challenges, metadata documents, and where these are
 * published. Everything in here was written by strangers and is checked before it is believed.
 */
@NullMarked
package io.muster.oauth.metadata;

import org.jspecify.annotations.NullMarked;
