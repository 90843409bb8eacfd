/**
 * What clients hear without having asked at that moment: changed lists and updated resources.
 * {@link io.muster.gateway.notify.Attachments} are the channels of one endpoint.
 */
@NullMarked
package io.muster.gateway.notify;

import org.jspecify.annotations.NullMarked;
