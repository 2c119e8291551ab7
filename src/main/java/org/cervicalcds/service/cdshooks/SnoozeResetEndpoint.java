package org.cervicalcds.service.cdshooks;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.MediaTypes;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.store.Caller;
import org.cervicalcds.service.store.Store;
import org.cervicalcds.service.store.database.StoreUnavailableException;
import org.cervicalcds.service.trust.clients.Clients;
import org.cervicalcds.service.uploads.ByteBudget;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Brings back the cards that a visitor of the workbench snoozed; beside the sandbox only, and only for callers without a token. */
@Controller
final class SnoozeResetEndpoint {
    static final String PATH = "/sandbox/bring-back";
    private static final int LONGEST = 1_000;

    private final Store store;
    private final JsonMapper json = new JsonMapper();

    SnoozeResetEndpoint(Store store) {
        this.store = store;
    }

    /**
     * Takes {@code {"patient": id}}; the id is in the body so that it stands in no log.
     *
     * @throws RequestProblem 400 without an id, 503 where the store cannot be reached
     */
    @PostMapping(PATH)
    ResponseEntity<Void> bringBack(HttpServletRequest request) throws IOException {
        MediaTypes.check(request);
        String patient = patient(Body.bytes(request, LONGEST, new ByteBudget(LONGEST)));
        try {
            store.bringBack(new Caller(Clients.ANONYMOUS, "", Caller.SANDBOX, true), patient);
            store.bringBack(new Caller(Clients.ANONYMOUS, "", "", true), patient);
        } catch (StoreUnavailableException e) {
            throw new RequestProblem(503, "transient", "The store cannot be reached right now; please try again.");
        }
        return ResponseEntity.noContent().build();
    }

    private String patient(byte[] body) {
        try {
            JsonNode patient = json.readTree(body).path("patient");
            if (patient.isString() && !patient.asString().isBlank()) {
                return patient.asString();
            }
        } catch (tools.jackson.core.JacksonException e) {
            throw RequestProblem.invalid("The body is not JSON.");
        }
        throw RequestProblem.invalid("The body names no patient.");
    }
}
