package org.cervicalcds.service.trust;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.cervicalcds.service.trust.clients.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Who may see how the service runs: whoever shows the operators' token, as bearer or as password of HTTP Basic with any user name. Who shows
 * another one is a stranger, who still may ask for health.
 */
final class OperatorAccess implements AuthenticationManager {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorAccess.class);
    static final String ROLE = "OPERATOR";
    static final int SHORTEST_TOKEN = 32;

    static final Authentication OPERATOR = UsernamePasswordAuthenticationToken.authenticated(
            "operator", null, AuthorityUtils.createAuthorityList("ROLE_" + ROLE));
    private static final Authentication STRANGER =
            UsernamePasswordAuthenticationToken.authenticated("stranger", null, AuthorityUtils.NO_AUTHORITIES);

    private final byte @Nullable [] token;
    private final boolean open;

    private OperatorAccess(byte @Nullable [] token, boolean open) {
        this.token = token;
        this.open = open;
    }

    /**
     * @param sandbox nothing is kept secret where no token is set
     * @throws InvalidSettingException where the token is too short
     */
    static OperatorAccess of(OperatorSettings settings, boolean sandbox) {
        String token = settings.token();
        if (token == null || token.isEmpty()) {
            return new OperatorAccess(null, sandbox);
        }
        if (token.length() < SHORTEST_TOKEN || !token.equals(token.strip())) {
            throw new InvalidSettingException("cervical-cds.operators.token needs at least " + SHORTEST_TOKEN
                    + " characters and no space at its ends; it has " + token.length() + " characters."
                    + " 'openssl rand -hex 32' makes a good one.");
        }
        return new OperatorAccess(token.getBytes(StandardCharsets.UTF_8), false);
    }

    /** Whether there is a token to show. */
    boolean hasToken() {
        return token != null;
    }

    /** Whether everybody is an operator. */
    boolean isOpen() {
        return open;
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        Object secret = presented instanceof BearerTokenAuthenticationToken bearer
                ? bearer.getToken()
                : presented.getCredentials();
        boolean right = token != null
                && secret instanceof String text
                && MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
        if (!right) {
            LOG.warn("A secret that is not the operators' was refused");
        }
        return right ? OPERATOR : STRANGER;
    }

    /** Where there is a token, browsers are told to ask for it; else there is nothing here. */
    void refuse(HttpServletRequest request, HttpServletResponse response, Exception cause) throws IOException {
        if (hasToken()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Cervical CDS operators\", charset=\"UTF-8\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
