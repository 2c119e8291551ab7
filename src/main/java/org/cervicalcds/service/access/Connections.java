package org.cervicalcds.service.access;

import java.net.URI;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pooled connections to FHIR servers, over HTTP/1.1 or 2: no redirects, no cookies, bounded answers, and only to checked addresses. */
final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int LONGEST_LINE = 32 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_HEADERS = 64 * 1024;
    private static final int QUERIES_OF_A_CALL = 20;
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    private final int mostBytes;
    private final AddressCache names;
    private final CloseableHttpAsyncClient client;

    /** Whoever answers before it is cancelled gets exactly one of the two. */
    interface Done extends BiConsumer<@Nullable Reply, @Nullable Throwable> {}

    /** @param trust whose certificates are believed */
    Connections(AccessRules rules, AddressCache names, SSLContext trust) {
        this.mostBytes = rules.maxAnswerBytes();
        this.names = names;
        this.client = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setTlsStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(trust)
                                .buildAsync())
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(rules.callsAtOnce() * QUERIES_OF_A_CALL)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(rules.timeBudget()))
                                .build())
                        .build())
                .setHttp1Config(Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .build())
                .setH2Config(H2Config.custom()
                        .setPushEnabled(false)
                        .setMaxHeaderListSize(LONGEST_HEADERS)
                        .build())
                .setUserAgent("cervical-cds")
                .setRetryStrategy(new StaleConnectionRetry())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression()
                .disableRequestPriority()
                .evictIdleConnections(IDLE)
                .setIoReactorExceptionCallback(Connections::note)
                .build();
        client.start();
    }

    private static void note(Exception failure) {
        if (!(failure instanceof ClosedSelectorException)) {
            LOG.warn("Connections to FHIR servers: {}", failure.getClass().getName());
        }
    }

    /** Why a host cannot be connected to; waits for its addresses no longer than the time given. */
    Cause refusal(String host, long nanos) {
        return names.refusal(host, nanos);
    }

    /** Sends a GET, and says once how it ended; what is cancelled loses its connection. */
    Future<Reply> get(URI address, @Nullable String token, long nanos, Done done) {
        AsyncRequestBuilder request = AsyncRequestBuilder.get(address).addHeader("Accept", "application/fhir+json");
        if (token != null) {
            request.addHeader("Authorization", "Bearer " + token);
        }
        Timeout left = Timeout.of(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), TimeUnit.MILLISECONDS);
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(left)
                .setResponseTimeout(left)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build());
        return client.execute(request.build(), new BoundedReply(mostBytes), context, new Told(done));
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private record Told(Done done) implements FutureCallback<Reply> {
        @Override
        public void completed(Reply reply) {
            done.accept(reply, null);
        }

        @Override
        public void failed(Exception failure) {
            done.accept(null, failure);
        }

        @Override
        public void cancelled() {
            done.accept(null, new CancellationException());
        }
    }
}
