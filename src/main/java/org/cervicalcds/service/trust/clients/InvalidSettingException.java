package org.cervicalcds.service.trust.clients;

import java.util.List;

/** Settings with which the service cannot start; the message names them and never quotes a value, which may be a secret. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidSettingException(String message) {
        super(message);
    }

    /** All that is wrong, a line each. */
    public InvalidSettingException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
