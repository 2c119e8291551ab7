package org.cervicalcds.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A token of a client, which is good until it is told otherwise, and the keys of clients. */
public final class Tokens {
    public static final ECKey EC = ec(Curve.P_384, "ec1");
    public static final ECKey P256 = ec(Curve.P_256, "p256");
    public static final ECKey STRANGER = ec(Curve.P_384, "ec1");
    public static final RSAKey RSA = rsa(2048, "rs1");
    public static final RSAKey WEAK = rsa(1024, "weak");

    public final Map<String, Object> header = new LinkedHashMap<>();
    public final Map<String, Object> claims = new LinkedHashMap<>();
    private JWK key = EC;

    public Tokens(String issuer, Object audience) {
        long now = Instant.now().getEpochSecond();
        header.put("alg", "ES384");
        header.put("kid", "ec1");
        header.put("typ", "JWT");
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", UUID.randomUUID().toString());
    }

    public static ECKey ec(Curve curve, String kid) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey rsa(int bits, String kid) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String jwks(JWK... keys) {
        return "{\"keys\":["
                + Arrays.stream(keys).map(k -> k.toPublicJWK().toJSONString()).collect(Collectors.joining(",")) + "]}";
    }

    /** The keys in a file that goes with the tests. */
    public static String jwksFile(String jwks) {
        try {
            Path file = Files.createTempFile("jwks", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, jwks).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Tokens with(Consumer<Tokens> change) {
        change.accept(this);
        return this;
    }

    public Tokens by(JWK other, String algorithm) {
        key = other;
        header.put("alg", algorithm);
        header.put("kid", other.getKeyID());
        return this;
    }

    /** Signed by another key than the header says. */
    public Tokens forgedBy(JWK other) {
        key = other;
        return this;
    }

    public long now() {
        return Instant.now().getEpochSecond();
    }

    public String unsigned() {
        return part(header) + "." + part(claims) + ".";
    }

    public static String part(Map<String, Object> json) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(json)).toString();
    }

    public String text() {
        try {
            JWSObject token = new JWSObject(
                    // As it stands, what is null included.
                    JWSHeader.parse(Base64URL.encode(JSONObjectUtils.toJSONString(header))),
                    new Payload(JSONObjectUtils.toJSONString(claims)));
            token.sign(signer(token.getHeader().getAlgorithm()));
            return token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWSSigner signer(JWSAlgorithm algorithm) throws JOSEException {
        if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
            // The old trick: the public key, which everybody has, as the shared secret.
            return new MACSigner(jwks(key).getBytes(StandardCharsets.UTF_8));
        }
        return key instanceof ECKey ec
                ? new ECDSASigner(ec)
                : new RSASSASigner(
                        key.toRSAKey(), java.util.Set.of(com.nimbusds.jose.crypto.opts.AllowWeakRSAKey.getInstance()));
    }
}
