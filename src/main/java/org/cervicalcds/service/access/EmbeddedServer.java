package org.cervicalcds.service.access;

import java.time.Duration;
import java.util.List;

/**
 * The FHIR server inside this process, with synthetic patients.
 *
 * @param addresses base addresses under which it may be asked without an entry in the settings
 * @param unhurried those of them whose first answers on a slow machine are waited for; one that is slow on purpose is not among them
 * @param ready returns once the server can answer; the wait is not part of the time budget
 */
public record EmbeddedServer(List<String> addresses, List<String> unhurried, Runnable ready) {
    /** There is none. */
    public static final EmbeddedServer NONE = new EmbeddedServer(List.of(), List.of(), () -> {});

    /** For all queries of a call, where the time budget is shorter: nobody is treated by these answers. */
    static final Duration BUDGET = Duration.ofSeconds(15);
}
