package io.muster.gateway.catalog;

import io.muster.oauth.Caller;
import java.util.List;

/** What sessions are offered beyond what all are. */
public interface PersonalOffers {
    PersonalOffers NONE = caller -> List.of();

    /** What the caller's session is offered now, by those backends that it has a credential of its own for. From memory. */
    List<Offer> of(Caller caller);
}
