package org.cervicalcds.service.uploads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's port, which closes a connection at once where its address has too many; a trusted proxy stands for many and has no limit. */
final class BoundedEndpoint extends NioEndpoint {
    private final Map<SocketChannel, InetAddress> counted = new ConcurrentHashMap<>();
    private Connections connections = new Connections(0);
    private Predicate<InetAddress> isTrustedProxy = address -> true;

    void limit(Connections limited, Predicate<InetAddress> trustedProxy) {
        connections = limited;
        isTrustedProxy = trustedProxy;
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (!admit(socket)) {
            destroySocket(socket);
            return false;
        }
        return super.setSocketOptions(socket);
    }

    private boolean admit(SocketChannel socket) {
        try {
            if (!(socket.getRemoteAddress() instanceof InetSocketAddress peer)
                    || isTrustedProxy.test(peer.getAddress())) {
                return true;
            }
            if (!connections.open(peer.getAddress())) {
                return false;
            }
            counted.put(socket, peer.getAddress());
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void closed(SocketChannel socket) {
        InetAddress address = counted.remove(socket);
        if (address != null) {
            connections.closed(address);
        }
    }

    @Override
    protected void destroySocket(SocketChannel socket) {
        closed(socket);
        super.destroySocket(socket);
    }

    /** The only one that is told of every connection's end. */
    @Override
    public void setHandler(Handler<NioChannel> handler) {
        super.setHandler(new Handler<>() {
            @Override
            public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
                return handler.process(connection, event);
            }

            @Override
            public Object getGlobal() {
                return handler.getGlobal();
            }

            @Override
            public void release(SocketWrapperBase<NioChannel> connection) {
                closed(connection.getSocket().getIOChannel());
                handler.release(connection);
            }

            @Override
            public void pause() {
                handler.pause();
            }

            @Override
            public void recycle() {
                handler.recycle();
            }
        });
    }
}
