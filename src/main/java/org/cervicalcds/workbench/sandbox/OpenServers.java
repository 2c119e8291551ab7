package org.cervicalcds.workbench.sandbox;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Tells the workbench which FHIR servers are asked without a token, so that it says of no request that its server will not be asked. */
@Controller
final class OpenServers {
    private final List<String> addresses;

    OpenServers(List<String> addresses) {
        this.addresses = addresses.stream()
                .map(address -> address.endsWith("/") ? address.substring(0, address.length() - 1) : address)
                .toList();
    }

    /** Base addresses without a slash at the end, as a JSON list. */
    @GetMapping("/sandbox/open-servers")
    @ResponseBody
    List<String> show() {
        return addresses;
    }
}
