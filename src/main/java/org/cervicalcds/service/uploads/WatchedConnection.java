package org.cervicalcds.service.uploads;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's reader of requests, with its bodies watched. */
final class WatchedConnection extends Http11Processor {
    private final WatchedBody body;

    WatchedConnection(BoundedProtocol protocol, Adapter adapter, Uploads uploads) {
        super(protocol, adapter);
        body = new WatchedBody(request.getInputBuffer(), uploads);
        request.setInputBuffer(body);
    }

    /** A thread is held until this returns. */
    @Override
    public SocketState service(SocketWrapperBase<?> connection) throws IOException {
        if (connection.getSocket() instanceof NioChannel channel) {
            body.connected(channel.getIOChannel());
        }
        try {
            return super.service(connection);
        } finally {
            body.end();
        }
    }
}
