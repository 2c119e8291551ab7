package org.cervicalcds.service.trust.clients;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/**
 * A token that is not accepted; the reason is for our log only and holds nothing of the token but its issuer and the name of a claim
 * (CDSH-SEC-14, CDSH-SEC-15).
 */
public final class InvalidTokenException extends AuthenticationException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_ISSUER = 200;

    /** What the caller is told. */
    public enum Answer {
        UNAUTHORIZED,
        FORBIDDEN,
        UNAVAILABLE
    }

    private final Answer answer;
    private final String issuer;

    private InvalidTokenException(Answer answer, String reason, @Nullable String issuer) {
        super(reason);
        this.answer = answer;
        this.issuer = issuer == null ? "" : printable(issuer);
    }

    /** A fault of the token. */
    public static InvalidTokenException token(String reason) {
        return new InvalidTokenException(Answer.UNAUTHORIZED, reason, null);
    }

    /**
     * A fault of the token.
     *
     * @param claim of the token or its header that is at fault
     * @param setting that it was compared with
     */
    public static InvalidTokenException token(String issuer, String reason, String claim, String setting) {
        return new InvalidTokenException(Answer.UNAUTHORIZED, described(reason, claim, setting), issuer);
    }

    /** A good token of a client that may not do this. */
    static InvalidTokenException forbidden(String issuer, String reason, String claim, String setting) {
        return new InvalidTokenException(Answer.FORBIDDEN, described(reason, claim, setting), issuer);
    }

    /** A token that cannot be judged now, since what it takes cannot be had. */
    static InvalidTokenException unavailable(String issuer, String reason, String claim, String setting) {
        return new InvalidTokenException(Answer.UNAVAILABLE, described(reason, claim, setting), issuer);
    }

    private static String described(String reason, String claim, String setting) {
        return reason + " (claim " + claim + ", setting " + setting + ")";
    }

    /** Whoever is not registered chooses what stands there: no line breaks, and no end of it. */
    private static String printable(String text) {
        String cut = text.length() > LONGEST_ISSUER ? text.substring(0, LONGEST_ISSUER) + "…" : text;
        return cut.replaceAll("[^\\x21-\\x7e…]", "?");
    }

    public Answer answer() {
        return answer;
    }

    /** Who issued the token, as it says; empty where that is not known. */
    public String issuer() {
        return issuer;
    }
}
