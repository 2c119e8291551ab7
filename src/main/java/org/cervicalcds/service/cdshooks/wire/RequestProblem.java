package org.cervicalcds.service.cdshooks.wire;

/** A request that cannot be answered as asked, with what to tell the client; holds nothing of the request's content. */
public final class RequestProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /**
     * @param status HTTP status
     * @param code issue type of an OperationOutcome
     * @param text for people
     */
    public RequestProblem(int status, String code, String text) {
        super(text, null, false, false);
        this.status = status;
        this.code = code;
    }

    static RequestProblem malformed(String text) {
        return new RequestProblem(400, "structure", text);
    }

    /** A parameter or member that means nothing to us: 400. */
    public static RequestProblem invalid(String text) {
        return new RequestProblem(400, "invalid", text);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String text() {
        String text = getMessage();
        return text == null ? "" : text;
    }
}
