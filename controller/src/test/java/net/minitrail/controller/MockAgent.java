package net.minitrail.controller;

import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.xmpp.session.ControllerListener;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.session.XmppClientConfig;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;

/** An agent as a control node sees it: what it is told is what {@link #routes} holds. */
final class MockAgent implements ControllerListener, AutoCloseable {
    static final List<TunnelEncapsulation> TUNNELS = List.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP);

    /** By instance and prefix: {@code …:test_vn:test_vn 192.168.1.3/32}. */
    final Map<String, RouteItem> routes = new ConcurrentSkipListMap<>();

    final Map<Object, ConfigChange> configuration = new ConcurrentHashMap<>();
    final List<String> downs = new CopyOnWriteArrayList<>();
    volatile boolean up;
    volatile boolean endOfRib;
    volatile int notices;

    private final ThreadRoutingLoop loop = new ThreadRoutingLoop("mock-agent").start();
    private final XmppClient client;
    private final String address;

    /** Connects from {@code address}, which is also its next hop. */
    MockAgent(String name, String address, Controller controller) {
        this.address = address;
        String endpoint = String.valueOf(controller.endpoints().get("xmpp"));
        int colon = endpoint.lastIndexOf(':');
        client = new XmppClient(
                XmppClientConfig.of(
                        name,
                        new InetSocketAddress(Ipv4Address.parse(address).toInetAddress(), 0),
                        new InetSocketAddress(
                                endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)))),
                loop,
                this);
        client.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> up);
    }

    void send(AgentRequest request) {
        loop.execute(() -> client.send(request));
    }

    void subscribe(String instance, int instanceId) {
        send(new AgentRequest.Subscribe(instance, instanceId, false));
    }

    void announce(String instance, String prefix, int label, long preference) {
        announce(instance, prefix, label, preference, 0, TUNNELS);
    }

    void announce(
            String instance,
            String prefix,
            int label,
            long preference,
            long sequence,
            List<TunnelEncapsulation> encapsulations) {
        send(new AgentRequest.Announce(
                instance,
                RouteItem.of(
                        new RouteKey.Unicast(IpPrefix.parse(prefix)),
                        ImmutableList.of(RouteNextHop.of(Ipv4Address.parse(address), label, encapsulations, "")),
                        RouteAttributes.builder()
                                .localPreference(preference)
                                .mobility(sequence, false)
                                .build())));
    }

    void withdraw(String instance, String prefix) {
        send(new AgentRequest.Withdraw(instance, new RouteKey.Unicast(IpPrefix.parse(prefix))));
    }

    @Override
    public void onUp(XmppClient controller) {
        routes.clear();
        endOfRib = false;
        up = true;
    }

    @Override
    public void onNotice(XmppClient controller, ControllerNotice notice) {
        notices = notices + 1;
        if (notice instanceof ControllerNotice.Routes change) {
            change.added()
                    .forEach(item ->
                            routes.put(change.instance() + " " + item.key().id(), item));
            change.removed().forEach(key -> routes.remove(change.instance() + " " + key.id()));
        } else if (notice instanceof ControllerNotice.Config config) {
            for (ConfigChange change : config.changes()) {
                Object id = change.object() instanceof ConfigObject.Node node ? node.id() : change.object();
                if (change.operation() == ConfigChange.Operation.UPDATE) {
                    configuration.put(id, change);
                } else {
                    configuration.remove(id);
                }
            }
        } else {
            endOfRib = true;
        }
    }

    @Override
    public void onDown(XmppClient controller, String reason) {
        up = false;
        downs.add(reason);
    }

    @Override
    public void close() {
        client.close();
        loop.close();
    }
}
