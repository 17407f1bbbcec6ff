package net.minitrail.xmpp.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.minitrail.net.runtime.ThreadRoutingLoop;

/** A running server that records what it hears. */
final class ServerFixture implements AutoCloseable {
    final ThreadRoutingLoop routing = new ThreadRoutingLoop("routing").start();
    final RecordingListener listener = new RecordingListener();
    final XmppServer server;
    final InetSocketAddress address;

    ServerFixture(XmppServerConfig config) throws IOException {
        server = new XmppServer(config, routing, listener);
        address = server.start();
    }

    static XmppServerConfig config() {
        return XmppServerConfig.listeningOn(new InetSocketAddress("127.0.0.1", 0));
    }

    static XmppServerConfig hasty(Duration hold, Duration open) {
        return config().withTimes(hold, open);
    }

    @Override
    public void close() {
        server.close();
        routing.close();
    }
}
