package org.cervicalcds.service.trust;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A registered client whose token was found good. */
final class ClientAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    private final String issuer;
    private final @Nullable String tenant;

    ClientAuthentication(String issuer, @Nullable String tenant) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.issuer = issuer;
        this.tenant = tenant;
        setAuthenticated(true);
    }

    /** The token itself is not kept. */
    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public String getPrincipal() {
        return issuer;
    }

    /** The tenant that the token names; null for none. */
    @Nullable
    String tenant() {
        return tenant;
    }
}
