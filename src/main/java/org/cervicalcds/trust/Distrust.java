package org.cervicalcds.trust;

/** A token that is not accepted; the reason is for our log only and holds nothing of the token (CDSH-SEC-14, CDSH-SEC-15). */
final class Distrust extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean forbidden;

    private Distrust(String reason, boolean forbidden) {
        super(reason, null, false, false);
        this.forbidden = forbidden;
    }

    /** The token itself is no good. */
    static Distrust token(String reason) {
        return new Distrust(reason, false);
    }

    /** The token is good, but whoever sent it may not do this. */
    static Distrust forbidden(String reason) {
        return new Distrust(reason, true);
    }

    boolean isForbidden() {
        return forbidden;
    }
}
