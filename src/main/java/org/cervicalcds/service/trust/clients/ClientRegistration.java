package org.cervicalcds.service.trust.clients;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered client, made ready for checking.
 *
 * @param signatures checks types and signatures only; times, audience and the rest are {@link TokenVerifier}'s
 */
public record ClientRegistration(
        SecuritySettings.Client settings,
        ClientKeys keys,
        Set<JWSAlgorithm> algorithms,
        DefaultJWTProcessor<SecurityContext> signatures) {

    static ClientRegistration of(SecuritySettings.Client settings, ClientKeys keys) {
        Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
        for (String name : settings.algorithms()) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
            if (!JWSAlgorithm.Family.EC.contains(algorithm) && !JWSAlgorithm.Family.RSA.contains(algorithm)) {
                throw new InvalidSettingException("cervical-cds.security.clients: algorithm " + name + " of "
                        + settings.issuer() + " is not one for public keys (CDSH-SEC-4)");
            }
            algorithms.add(algorithm);
        }
        DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
        signatures.setJWSTypeVerifier(DefaultJOSEObjectTypeVerifier.JWT);
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        signatures.setJWTClaimsSetVerifier(null);
        return new ClientRegistration(settings, keys, algorithms, signatures);
    }

    public String issuer() {
        return settings.issuer();
    }

    /** What a header {@code jku} must be; null where the keys come from a file alone, so that it does not matter. */
    @Nullable
    String jku() {
        return settings.jku() != null ? settings.jku() : settings.jwksUri();
    }

    /** The setting that says where the keys come from. */
    String keysSetting() {
        return settings.jwksUri() == null ? "clients.jwks-file" : "clients.jwks-uri";
    }

    boolean mayUse(String service) {
        return settings.services().isEmpty() || settings.services().contains(service);
    }
}
