package org.cervicalcds.trust;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A registered client, made ready for checking. */
record KnownClient(SecuritySettings.Client settings, ClientKeys keys, Set<JWSAlgorithm> algorithms) {

    static KnownClient of(SecuritySettings.Client settings, ClientKeys keys) {
        Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
        for (String name : settings.algorithms()) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
            if (!JWSAlgorithm.Family.EC.contains(algorithm) && !JWSAlgorithm.Family.RSA.contains(algorithm)) {
                throw new IllegalArgumentException("cervical-cds.security.clients: algorithm " + name + " of "
                        + settings.issuer() + " is not one for public keys (CDSH-SEC-4)");
            }
            algorithms.add(algorithm);
        }
        return new KnownClient(settings, keys, algorithms);
    }

    String issuer() {
        return settings.issuer();
    }

    /** What a header {@code jku} must be; null where none is registered. */
    @Nullable
    String jku() {
        return settings.jku() != null ? settings.jku() : settings.jwksUri();
    }

    boolean mayUse(String service) {
        return settings.services().isEmpty() || settings.services().contains(service);
    }
}
