package org.cervicalcds.service.uploads;

import java.net.InetAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/** HTTP as Tomcat speaks it, with a limit of connections for each address and a watch over bodies; Tomcat makes it by its name. */
public final class BoundedProtocol extends Http11NioProtocol {
    private static final long SWEEP_MILLIS = 200;

    private final BoundedEndpoint endpoint;
    private @Nullable Uploads uploads;
    private @Nullable LastCalls lastCalls;
    private @Nullable ScheduledFuture<?> sweeper;

    public BoundedProtocol() {
        this(new BoundedEndpoint());
    }

    private BoundedProtocol(BoundedEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /** Before it is started. */
    void limit(Uploads watched, LastCalls last, Connections connections, Predicate<InetAddress> isTrustedProxy) {
        this.uploads = watched;
        this.lastCalls = last;
        endpoint.limit(connections, isTrustedProxy);
    }

    @Override
    protected Processor createProcessor() {
        return uploads == null ? super.createProcessor() : new WatchedConnection(this, getAdapter(), uploads);
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(lastCalls == null ? adapter : new WatchedRequests(adapter, lastCalls));
    }

    @Override
    public void start() throws Exception {
        super.start();
        if (uploads != null) {
            sweeper = getUtilityExecutor()
                    .scheduleWithFixedDelay(uploads::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() throws Exception {
        if (sweeper != null) {
            sweeper.cancel(false);
        }
        super.stop();
    }
}
