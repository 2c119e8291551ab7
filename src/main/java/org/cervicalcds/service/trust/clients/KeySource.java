package org.cervicalcds.service.trust.clients;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.util.List;

/** Where the public keys of a client come from. */
interface KeySource {

    /**
     * Loads them; keys that cannot be read are left out.
     *
     * @throws IOException where there is no key set to be had
     */
    List<JWK> load() throws IOException;
}
