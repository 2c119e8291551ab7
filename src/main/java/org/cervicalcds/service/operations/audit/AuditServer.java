package org.cervicalcds.service.operations.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A FHIR server that takes events one by one; one that is away for a moment is asked again. */
final class AuditServer implements Destination {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long[] PAUSES_MILLIS = {200, 1_000, 5_000};

    private final URI address;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST)
            .build();

    /**
     * @param base address of the server
     * @param token sent as bearer; null for none
     */
    AuditServer(String base, @Nullable String token) {
        this.address = URI.create(base.replaceAll("/+$", "") + "/AuditEvent");
        this.token = token;
    }

    @Override
    public void send(byte[] event) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(LONGEST)
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "return=minimal")
                .POST(HttpRequest.BodyPublishers.ofByteArray(event));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        String trouble = "";
        for (int attempt = 0; attempt <= PAUSES_MILLIS.length; attempt++) {
            if (attempt > 0) {
                Thread.sleep(PAUSES_MILLIS[attempt - 1]);
            }
            try {
                int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 == 2) {
                    return;
                }
                trouble = "status " + status;
                if (status < 500 && status != 408 && status != 429) {
                    break;
                }
            } catch (IOException e) {
                trouble = e.getClass().getSimpleName();
            }
        }
        throw new IOException(trouble);
    }
}
