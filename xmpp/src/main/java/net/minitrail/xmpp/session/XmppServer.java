package net.minitrail.xmpp.session;

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.tls.TlsContexts;
import org.jspecify.annotations.Nullable;

/**
 * The control node's end of the agent channel. Any number of agents, one session for each name: a second connection under
 * a name that is in use is refused, from wherever it comes, and the first is not disturbed.
 *
 * <p>Thread-safe; sessions live on a loop of the server's own, callbacks run on the routing loop.
 */
public final class XmppServer implements AutoCloseable {
    /** Connections of one address that are not established: more are closed at once, so a flood costs others nothing. */
    private static final int MAX_UNPROVEN = 64;

    private static final int MAX_NAMES_COUNTED = 100_000;

    private final XmppServerConfig config;
    private final RoutingLoop routing;
    private final AgentListener listener;
    private final @Nullable TlsContexts tls;
    private final Map<String, ServerSession> byName = new ConcurrentHashMap<>();
    private final ConcurrentHashMultiset<String> flaps = ConcurrentHashMultiset.create();
    private final Multiset<InetAddress> unproven = HashMultiset.create();
    private int connections;
    private volatile boolean accepting = true;
    private @Nullable SessionLoop loop;
    private @Nullable Channel listening;

    /** Opens nothing yet. With TLS, reads the files: ConfigException names the one that is missing or wrong. */
    public XmppServer(XmppServerConfig config, RoutingLoop routing, AgentListener listener) {
        this.config = config;
        this.routing = routing;
        this.listener = listener;
        tls = config.tls() == null ? null : TlsContexts.ofServer(config.tls());
    }

    /**
     * Listens.
     *
     * @return the bound address
     * @throws IOException naming the address that could not be bound
     */
    public synchronized InetSocketAddress start() throws IOException {
        var newLoop = new SessionLoop("xmpp-server");
        loop = newLoop;
        var flusher = new Flusher(newLoop.loop());
        ChannelFuture bound = newLoop.serverBootstrap()
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        accept(socket, flusher);
                    }
                })
                .bind(config.listen())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            newLoop.close();
            throw new IOException("XMPP cannot listen on " + config.listen() + ": "
                    + bound.cause().getMessage());
        }
        listening = bound.channel();
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void accept(SocketChannel socket, Flusher flusher) {
        InetSocketAddress remote = socket.remoteAddress();
        if (remote == null
                || connections >= config.maxConnections()
                || unproven.count(remote.getAddress()) >= MAX_UNPROVEN) {
            var unused = socket.close();
            return;
        }
        connections++;
        unproven.add(remote.getAddress());
        new ServerSession(this, socket, flusher, routing, listener);
    }

    /**
     * While false, agents are refused: TCP is closed after the stream's opening. Sessions that are up stay. True at first.
     */
    public void setAccepting(boolean accepting) {
        this.accepting = accepting;
    }

    /** Sessions that are up, by name. */
    public ImmutableList<AgentConnection> agents() {
        return byName.values().stream()
                .filter(ServerSession::isUp)
                .sorted(Comparator.comparing(ServerSession::name))
                .collect(ImmutableList.toImmutableList());
    }

    /** How often a session of that agent has gone down. */
    public long flaps(String agent) {
        return flaps.count(agent);
    }

    /** Ends all sessions; the agents may come back. */
    public void clear(String reason) {
        byName.values().forEach(session -> session.close(reason));
    }

    /** Ends all sessions with a closing tag and stops listening. Takes half a second at most. */
    @Override
    public synchronized void close() {
        accepting = false;
        if (listening != null) {
            listening.close().awaitUninterruptibly(200);
            listening = null;
        }
        clear("server stops");
        SessionLoop current = loop;
        if (current != null) {
            current.runNow(() -> {}); // after the closing tags
            current.close();
            loop = null;
        }
    }

    XmppServerConfig config() {
        return config;
    }

    AgentListener listener() {
        return listener;
    }

    boolean usesTls() {
        return tls != null;
    }

    boolean checksIdentity() {
        return tls != null && tls.checkIdentity();
    }

    SslContext tlsContext() {
        return Objects.requireNonNull(tls, "asked for TLS without files").current();
    }

    boolean isAccepting() {
        return accepting;
    }

    boolean isTaken(String name) {
        return byName.containsKey(name);
    }

    /** Takes the name for the session, unless another has it. */
    boolean claim(String name, ServerSession session) {
        if (byName.putIfAbsent(name, session) != null) {
            return false;
        }
        unproven.remove(session.address().getAddress());
        return true;
    }

    /** The session is over; what it claimed is free. */
    void release(ServerSession session, boolean wasUp) {
        connections--;
        if (byName.remove(session.name(), session)) {
            if (wasUp && flaps.elementSet().size() < MAX_NAMES_COUNTED) {
                flaps.add(session.name());
            }
        } else {
            unproven.remove(session.address().getAddress());
        }
    }
}
