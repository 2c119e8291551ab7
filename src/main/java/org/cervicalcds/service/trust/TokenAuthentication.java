package org.cervicalcds.service.trust;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.trust.clients.InvalidTokenException;
import org.cervicalcds.service.trust.clients.SecuritySettings;
import org.cervicalcds.service.trust.clients.TokenVerifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;

/** What Spring Security's filter for bearer tokens asks about clients: which token there is, whose it is, and what is answered where it is not good. */
final class TokenAuthentication implements AuthenticationManagerResolver<HttpServletRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthentication.class);
    private static final String SCHEME = "bearer ";

    private static final Authentication NOBODY = new AnonymousAuthenticationToken(
            Clients.ANONYMOUS, Clients.ANONYMOUS, AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

    private final TokenVerifier verifier;
    private final SecuritySettings settings;
    private final PublicUrl publicUrl;

    TokenAuthentication(TokenVerifier verifier, SecuritySettings settings, PublicUrl publicUrl) {
        this.verifier = verifier;
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    BearerTokenAuthenticationFilter filter() {
        BearerTokenAuthenticationFilter filter = new BearerTokenAuthenticationFilter(this);
        // An OPTIONS gives nothing away, so its token does not matter (CDSH-CORS-2).
        filter.setBearerTokenResolver(request -> request.getMethod().equals("OPTIONS") ? null : token(request));
        filter.setAuthenticationEntryPoint((request, response, refusal) -> refuse(response, refusal));
        return filter;
    }

    /** The one bearer token of a request; null where there is none, or more than one header that could hold it. */
    static @Nullable String token(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1) {
            return null;
        }
        String header = headers.get(0);
        String token = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
        return token.isEmpty() ? null : token;
    }

    /** Whether a call needs a token (CDSH-SEC-2, CDSH-DISC-14). */
    static boolean isRequired(HttpServletRequest request, SecuritySettings settings) {
        return settings.requireJwt() && !(settings.openDiscovery() && HooksAddress.isDiscovery(request));
    }

    @Override
    public AuthenticationManager resolve(HttpServletRequest request) {
        return presented -> authenticate(request, (BearerTokenAuthenticationToken) presented);
    }

    private Authentication authenticate(HttpServletRequest request, BearerTokenAuthenticationToken presented) {
        HooksAddress called = HooksAddress.of(request, publicUrl);
        try {
            TokenVerifier.Verified verified =
                    verifier.verify(presented.getToken(), called.audiences(), called.service());
            return new ClientAuthentication(verified.client().issuer(), verified.tenant());
        } catch (InvalidTokenException refusal) {
            if (isRequired(request, settings)) {
                throw refusal;
            }
            LOG.debug("A token is passed over: {}", refusal.getMessage());
            return NOBODY;
        }
    }

    /** Answers; the log is told the reason, the caller is not (CDSH-SEC-14). */
    static void refuse(HttpServletResponse response, AuthenticationException refusal) throws IOException {
        InvalidTokenException invalid =
                refusal instanceof InvalidTokenException known ? known : InvalidTokenException.token("not readable");
        LOG.warn(
                "A token was refused: {}{}",
                invalid.getMessage(),
                invalid.issuer().isEmpty() ? "" : "; issuer " + invalid.issuer());
        switch (invalid.answer()) {
            case UNAUTHORIZED -> Refusals.unauthorized(response);
            case FORBIDDEN -> Refusals.forbidden(response);
            case UNAVAILABLE -> Refusals.unavailable(response);
        }
    }
}
