package net.minitrail.itests.soak;

import com.google.common.collect.ImmutableList;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.xmpp.session.ControllerListener;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.session.XmppClientConfig;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;

/** An agent that subscribes, publishes, withdraws and reconnects at random until it is told to settle. */
final class FlappingAgent implements Runnable, ControllerListener {
    private static final int LONGEST_PAUSE_MILLIS = 200;
    private static final String[] NETWORKS = {"red", "blue", "green"};

    private final int number;
    private final InetSocketAddress controller;
    private final Random random;
    private final CountDownLatch settle;
    private final CountDownLatch leave;
    private final Tally tally;
    private final ThreadRoutingLoop loop;

    /** By instance; what is published there by prefix. Touched on {@link #loop} only, until it has settled. */
    private final Map<String, Map<String, RouteItem>> published = new TreeMap<>();

    /** What it was told, by instance and prefix. */
    private final Map<String, RouteItem> told = new ConcurrentSkipListMap<>();

    private XmppClient client;
    private boolean up;

    FlappingAgent(
            int number,
            InetSocketAddress controller,
            long seed,
            CountDownLatch settle,
            CountDownLatch leave,
            Tally tally) {
        this.number = number;
        this.controller = controller;
        this.settle = settle;
        this.leave = leave;
        this.tally = tally;
        random = new Random(seed * 37 + number);
        loop = new ThreadRoutingLoop("agent-" + number).start();
        client = dial();
    }

    /** An agent that has only the final state of another, and says it to another controller. */
    FlappingAgent(FlappingAgent model, InetSocketAddress controller) {
        this(model.number, controller, 0, new CountDownLatch(0), model.leave, model.tally);
        model.published.forEach((instance, routes) -> published.put(instance, routes));
    }

    /** {@code agent-1}. */
    String name() {
        return "agent-" + number;
    }

    /** What it was told and not told to forget; the items in full. */
    Map<String, RouteItem> told() {
        return told;
    }

    private XmppClient dial() {
        String address = "127.60.3." + number;
        return new XmppClient(
                XmppClientConfig.of(
                        "agent-" + number,
                        new InetSocketAddress(Ipv4Address.parse(address).toInetAddress(), 0),
                        controller),
                loop,
                this);
    }

    @Override
    public void run() {
        client.start();
        try {
            while (!settle.await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                loop.execute(this::step);
            }
            leave.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        loop.close();
    }

    private void step() {
        if (!up) {
            return;
        }
        String network = NETWORKS[random.nextInt(NETWORKS.length)];
        String instance = "default-domain:default-project:" + network + ":" + network;
        Map<String, RouteItem> routes = published.get(instance);
        int dice = random.nextInt(60);
        if (dice == 0) {
            tally.count("agent-reconnect");
            up = false;
            published.keySet().removeIf(name -> random.nextBoolean());
            client.close();
            client = dial();
            client.start();
        } else if (routes == null) {
            tally.count("agent-subscribe");
            published.put(instance, new TreeMap<>());
            subscribe(instance);
        } else if (dice < 40) {
            tally.count("agent-announce");
            String prefix = prefix();
            routes.put(prefix, item(prefix));
            client.send(new AgentRequest.Announce(instance, routes.get(prefix)));
        } else {
            tally.count("agent-withdraw");
            String prefix = prefix();
            if (routes.remove(prefix) != null) {
                client.send(new AgentRequest.Withdraw(instance, new RouteKey.Unicast(IpPrefix.parse(prefix))));
            }
        }
    }

    /** The instance id ends up in the route distinguisher, so it must be the same each time. */
    private void subscribe(String instance) {
        client.send(new AgentRequest.Subscribe(instance, instance.length(), false));
    }

    private String prefix() {
        return "10.100.1." + (10 + random.nextInt(30)) + "/32";
    }

    private RouteItem item(String prefix) {
        return RouteItem.of(
                new RouteKey.Unicast(IpPrefix.parse(prefix)),
                ImmutableList.of(RouteNextHop.of(
                        Ipv4Address.parse("127.60.3." + number),
                        16 + random.nextInt(100_000),
                        ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP),
                        "")),
                RouteAttributes.builder()
                        .localPreference(random.nextBoolean() ? 100 : 200)
                        .build());
    }

    @Override
    public void onUp(XmppClient from) {
        told.clear();
        up = true;
        published.forEach((instance, routes) -> {
            subscribe(instance);
            routes.values().forEach(item -> client.send(new AgentRequest.Announce(instance, item)));
        });
    }

    @Override
    public void onNotice(XmppClient from, ControllerNotice notice) {
        if (from == client && notice instanceof ControllerNotice.Routes change) {
            change.added()
                    .forEach(item ->
                            told.put(change.instance() + " " + item.key().id(), item));
            change.removed().forEach(key -> told.remove(change.instance() + " " + key.id()));
        }
    }

    @Override
    public void onDown(XmppClient from, String reason) {
        if (from == client) {
            up = false;
        }
    }
}
