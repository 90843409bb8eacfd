package io.muster.authserver.token;

import io.muster.authserver.store.GrantedToken;

/** A pair of tokens and what each stands for. */
record IssuedTokens(TokenPair pair, GrantedToken access, GrantedToken refresh) {}
