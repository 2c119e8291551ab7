package org.cervicalcds.service.access;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.cervicalcds.engine.chart.Availability.Cause;

/**
 * The addresses behind names, known for half a minute to a minute: looked up and checked once, and connections are made to those addresses and no others (CDSH-FHIR-7).
 *
 * <p>{@link #resolve} is what the HTTP client asks when it connects. It only hands out what was checked and never looks up a name itself, so a
 * name that changes its address between check and connection leads nowhere, and a slow name server holds up no thread that serves others.
 */
final class AddressCache implements DnsResolver {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FAILURE = Duration.ofSeconds(2);
    private static final InetAddress[] NONE = {};

    /** Of a name that has addresses, which may not be connected to. */
    private static final InetAddress[] PRIVATE = {};

    private static final int MOST_NAMES = 1_000;
    private static final int MOST_LOOK_UPS = 50;

    /** Finds addresses; the system's resolver but for tests. */
    interface NameService {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    private final boolean publicOnly;
    private final NameService names;
    private final Executor lookUps = daemons();
    private final AsyncLoadingCache<String, InetAddress[]> checked;

    AddressCache(boolean publicOnly, NameService names, Ticker ticker) {
        this.publicOnly = publicOnly;
        this.names = names;
        this.checked = Caffeine.newBuilder()
                .maximumSize(MOST_NAMES)
                .refreshAfterWrite(FRESH)
                .expireAfter(
                        Expiry.<String, InetAddress[]>writing((host, found) -> found.length == 0 ? FAILURE : LONGEST))
                .ticker(ticker)
                .buildAsync((host, unused) -> lookUp(host));
    }

    private static Executor daemons() {
        return new ThreadPoolExecutor(0, MOST_LOOK_UPS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "fhir-names");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Why a host cannot be connected to, {@link Cause#NONE} where it can; waits for its addresses no longer than the time given, in
     * nanoseconds.
     */
    Cause refusal(String host, long nanos) {
        try {
            InetAddress[] found = checked.get(plain(host)).get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return found == PRIVATE ? Cause.PRIVATE_ADDRESS : found.length == 0 ? Cause.FAILED : Cause.NONE;
        } catch (ExecutionException | TimeoutException e) {
            return Cause.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Cause.FAILED;
        }
    }

    /** None for a name that is not known, or may not be connected to. */
    private CompletableFuture<InetAddress[]> lookUp(String host) {
        CompletableFuture<InetAddress[]> addresses = new CompletableFuture<>();
        try {
            lookUps.execute(() -> addresses.complete(allowed(host)));
        } catch (RejectedExecutionException e) {
            addresses.complete(NONE);
        }
        return addresses;
    }

    /** One address inside is enough to refuse the name: who mixes them means no good. */
    private InetAddress[] allowed(String host) {
        try {
            InetAddress[] addresses = names.addressesOf(host);
            for (InetAddress address : addresses) {
                if (publicOnly && !PublicAddresses.isPublic(address)) {
                    return PRIVATE;
                }
            }
            return addresses.clone();
        } catch (UnknownHostException | RuntimeException e) {
            return NONE;
        }
    }

    private static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        CompletableFuture<InetAddress[]> known = checked.getIfPresent(plain(host));
        InetAddress[] addresses = known == null ? NONE : known.getNow(NONE);
        if (addresses.length == 0) {
            throw new UnknownHostException("not checked");
        }
        return addresses.clone();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
