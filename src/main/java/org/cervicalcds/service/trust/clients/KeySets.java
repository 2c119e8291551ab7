package org.cervicalcds.service.trust.clients;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads key sets from files and registered addresses, within limits (CDSH-SEC-12). */
public final class KeySets {
    static final int MOST_BYTES = 256 * 1024;
    static final Duration LONGEST = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST)
            .build();

    KeySource of(SecuritySettings.Client settings, boolean httpsOnly) {
        String uri = settings.jwksUri();
        String file = settings.jwksFile();
        if ((uri == null) == (file == null)) {
            throw new InvalidSettingException(
                    "cervical-cds.security.clients: " + settings.issuer() + " needs either jwks-uri or jwks-file");
        }
        if (file != null) {
            return () -> parse(Files.readAllBytes(Path.of(file)));
        }
        URI address;
        try {
            address = new URI(uri == null ? "" : uri);
        } catch (URISyntaxException e) {
            throw new InvalidSettingException(
                    "cervical-cds.security.clients: jwks-uri of " + settings.issuer() + " is not an address");
        }
        boolean https = "https".equals(address.getScheme());
        if (address.getHost() == null || !(https || ("http".equals(address.getScheme()) && !httpsOnly))) {
            throw new InvalidSettingException(
                    "cervical-cds.security.clients: jwks-uri of " + settings.issuer() + " is not an https address");
        }
        return () -> download(address);
    }

    private List<JWK> download(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LONGEST)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        AtomicBoolean tooLong = new AtomicBoolean();
        HttpResponse.BodyHandler<Void> bounded =
                info -> HttpResponse.BodySubscribers.ofByteArrayConsumer(some -> some.ifPresent(part -> {
                    if (bytes.size() + part.length > MOST_BYTES) {
                        tooLong.set(true);
                    } else {
                        bytes.writeBytes(part);
                    }
                }));
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, bounded);
        try {
            // The request's own timeout ends with the headers; this one covers the body too.
            int status = answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status != 200 || tooLong.get()) {
                throw new IOException("no key set");
            }
            return parse(bytes.toByteArray());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("too slow", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    static List<JWK> parse(byte[] json) throws IOException {
        List<JWK> keys = new ArrayList<>();
        try {
            Map<String, Object>[] all = JSONObjectUtils.getJSONObjectArray(
                    JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8)), "keys");
            if (all == null) {
                throw new IOException("no key set");
            }
            for (Map<String, Object> one : all) {
                try {
                    keys.add(JWK.parse(one));
                } catch (ParseException | IllegalArgumentException foreign) {
                    // A key of a kind that we do not use must not take the others with it.
                    continue;
                }
            }
        } catch (ParseException e) {
            throw new IOException("no key set", e);
        }
        return keys;
    }
}
