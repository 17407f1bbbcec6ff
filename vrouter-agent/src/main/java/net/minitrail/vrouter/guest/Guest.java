package net.minitrail.vrouter.guest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.vrouter.cli.LoopQuery;
import org.jspecify.annotations.Nullable;

/** One emulated machine: its cards, and what it does with packets. Confined to the routing loop. */
public final class Guest {
    private static final int HOP_LIMIT = 64;
    private static final int NET_UNREACHABLE = 0;
    private static final int PORT_UNREACHABLE = 3;
    /** Octets of a packet that an error about it quotes: as many as make a packet of 576. */
    private static final int MOST_QUOTED = 548;

    private static final int PORT_UNREACHABLE_6 = 4;

    private final String name;
    private final RoutingLoop loop;
    private final Map<UUID, Nic> nics = new LinkedHashMap<>();
    private final Map<Integer, Consumer<EchoReply>> pings = new LinkedHashMap<>();
    private final ErrorLimit errors = new ErrorLimit();
    private final GuestProfile profile;
    private final CaptureHub captures;
    private final GuestLogins logins;
    private final GuestRoutes routes = new GuestRoutes(nics.values());
    private final GuestTcp tcp;
    private final GuestUdp udp;
    private final @Nullable JunosGuest junos;
    private Set<Ipv4Address> loopbacks = Set.of();
    private int identification = 1;
    private int nextPing = 0x5A01;

    /**
     * A machine without cards.
     *
     * @param commands runs the commands of those who have logged in over the network
     * @param captures shows what passes its cards
     */
    Guest(String name, GuestProfile profile, RoutingLoop loop, Executor commands, CaptureHub captures) {
        this.name = name;
        this.profile = profile;
        this.loop = loop;
        this.captures = captures;
        this.tcp = new GuestTcp(this, loop);
        this.udp = new GuestUdp(this);
        this.junos = profile == GuestProfile.VSRX ? new JunosGuest(this, loop) : null;
        this.logins = new GuestLogins(this, junos, loop, commands);
    }

    /**
     * A terminal of it.
     *
     * @param attended whether somebody is there to answer questions, and stays for more than one command
     */
    public CommandShell shell(LoopQuery query, boolean attended) {
        return logins.local(query, attended);
    }

    GuestLogins logins() {
        return logins;
    }

    GuestProfile profile() {
        return profile;
    }

    /** Sets addresses that it has beside those of its cards, whichever card packets for them come in by. */
    void setLoopbacks(Set<Ipv4Address> addresses) {
        loopbacks = Set.copyOf(addresses);
        nics.values().forEach(nic -> nic.setHosted(loopbacks));
    }

    /** Whether it has an address, on a card or beside them. */
    boolean has(IpAddress address) {
        return address instanceof Ipv4Address v4
                ? loopbacks.contains(v4) || nics.values().stream().anyMatch(nic -> nic.accepts(v4))
                : nics.values().stream()
                        .anyMatch(nic -> address.equals(nic.ipv6().address()));
    }

    public String name() {
        return name;
    }

    /** Its cards in the order in which they were plugged in. */
    List<Nic> nics() {
        return List.copyOf(nics.values());
    }

    CaptureHub captures() {
        return captures;
    }

    /** @param tap name of the host's end of the cable */
    Nic plug(UUID port, String tap, MacAddress mac, Consumer<byte[]> wire) {
        var self = new Nic[1];
        var nic = new Nic(
                "eth" + nics.size(),
                tap,
                mac,
                loop,
                wire,
                packet -> receive(self[0], packet),
                packet -> receive(self[0], packet));
        self[0] = nic;
        nic.setHosted(loopbacks);
        if (junos != null) {
            nic.passOn(packet -> pass(nic, packet));
        }
        nics.put(port, nic);
        return nic;
    }

    /** Takes a card away; answers whether it was the last one. */
    boolean unplug(UUID port) {
        Nic nic = nics.remove(port);
        if (nic != null) {
            nic.unplug();
            if (junos != null) {
                junos.stop();
            }
        }
        if (nics.isEmpty()) {
            tcp.stop();
        }
        return nics.isEmpty();
    }

    @Nullable
    Nic nic(UUID port) {
        return nics.get(port);
    }

    GuestRoutes routes() {
        return routes;
    }

    /** The card that an IPv6 destination is reached by: the one whose subnet it is in, else the first with a gateway. */
    private @Nullable Ipv6Interface towards(Ipv6Address destination) {
        Ipv6Interface routed = null;
        for (Nic nic : nics.values()) {
            if (nic.ipv6().isOnLink(destination)) {
                return nic.ipv6();
            }
            routed = routed == null && nic.ipv6().gateway() != null ? nic.ipv6() : routed;
        }
        return routed;
    }

    GuestTcp tcp() {
        return tcp;
    }

    GuestUdp udp() {
        return udp;
    }

    /** The DNS servers that DHCP named, of all cards. */
    List<Ipv4Address> resolvers() {
        return nics.values().stream().map(Nic::dns).filter(Objects::nonNull).toList();
    }

    /** The address that a packet to {@code destination} is sent from; null if there is no way there. */
    @Nullable
    IpAddress sourceTowards(IpAddress destination) {
        if (destination instanceof Ipv6Address v6) {
            Ipv6Interface card = towards(v6);
            return card == null ? null : card.sourceFor(v6);
        }
        GuestRoutes.Way way = routes.to((Ipv4Address) destination);
        return way == null ? null : way.nic().address();
    }

    /** Sends a packet, if there is a way to its destination. */
    void send(int protocol, IpAddress source, IpAddress destination, byte[] payload) {
        if (source instanceof Ipv6Address from && destination instanceof Ipv6Address to) {
            Ipv6Interface card = towards(to);
            if (card != null) {
                card.send(new Ipv6Packet(0, 0, protocol, HOP_LIMIT, from, to, payload));
            }
        } else if (source instanceof Ipv4Address from && destination instanceof Ipv4Address to) {
            route(Ipv4Packet.of(protocol, from, to, identification++, payload));
        }
    }

    /** Sends a packet on its way; answers false if there is none. */
    private boolean route(Ipv4Packet packet) {
        GuestRoutes.Way way = routes.to(packet.destination());
        if (way != null) {
            way.send(packet);
        }
        return way != null;
    }

    /** Begins a ping; {@code replies} gets the echo replies with the identifier that is answered. */
    int beginPing(Consumer<EchoReply> replies) {
        int identifier = nextPing++ & 0xFFFF;
        pings.put(identifier, replies);
        return identifier;
    }

    void endPing(int identifier) {
        pings.remove(identifier);
    }

    /** Sends an echo request; answers false if there is no route. */
    boolean ping(IpAddress destination, int identifier, int sequence, int ttl, byte[] data) {
        return ping(null, destination, identifier, sequence, ttl, data);
    }

    /** The same from one of its own addresses; null for the one that the way suggests. */
    boolean ping(@Nullable IpAddress from, IpAddress destination, int identifier, int sequence, int ttl, byte[] data) {
        if (destination instanceof Ipv6Address v6) {
            Ipv6Interface card = towards(v6);
            Ipv6Address source = from instanceof Ipv6Address own ? own : card == null ? null : card.sourceFor(v6);
            var request = Icmpv6Message.echoRequest(identifier, sequence, data);
            return card != null
                    && source != null
                    && card.send(Ipv6Packet.icmp(source, v6, request).withHopLimit(ttl));
        }
        var v4 = (Ipv4Address) destination;
        IpAddress source = from == null ? sourceTowards(v4) : from;
        byte[] request = IcmpMessage.echoRequest(identifier, sequence, data).encode();
        return source instanceof Ipv4Address own
                && route(Ipv4Packet.of(Ipv4Packet.ICMP, own, v4, identification++, request)
                        .withTtl(ttl));
    }

    /** Passes a packet for somebody else on, as a router does. */
    private void pass(Nic nic, Ipv4Packet packet) {
        if (packet.ttl() <= 1) {
            error(nic, packet, IcmpMessage.TIME_EXCEEDED, 0);
        } else if (!route(packet.withTtl(packet.ttl() - 1))) {
            error(nic, packet, IcmpMessage.UNREACHABLE, NET_UNREACHABLE);
        }
    }

    /** Tells the sender of a packet what became of it; RFC 1122 section 3.2.2: never of an ICMP error. */
    private void error(Nic nic, Ipv4Packet packet, int type, int code) {
        boolean icmp = packet.protocol() == Ipv4Packet.ICMP && packet.payload().length > 0;
        int inner = icmp ? packet.payload()[0] : IcmpMessage.ECHO_REQUEST;
        boolean ofError = inner != IcmpMessage.ECHO_REQUEST && inner != IcmpMessage.ECHO_REPLY;
        if (!ofError && errors.allows(packet.source(), loop.nanoTime())) {
            byte[] message =
                    IcmpMessage.error(type, code, 0, packet, MOST_QUOTED).encode();
            route(Ipv4Packet.of(Ipv4Packet.ICMP, nic.address(), packet.source(), identification++, message));
        }
    }

    private void receive(Nic nic, Ipv4Packet packet) {
        try {
            if (packet.protocol() == Ipv4Packet.ICMP) {
                icmp(packet, IcmpMessage.decode(packet.payload()));
            } else if (packet.protocol() == Ipv4Packet.TCP) {
                tcp.receive(packet.source(), packet.destination(), packet.payload());
            } else if (packet.protocol() == Ipv4Packet.UDP && !udp.receive(UdpDatagram.decode(packet.payload()))) {
                error(nic, packet, IcmpMessage.UNREACHABLE, PORT_UNREACHABLE);
            }
        } catch (MalformedPacketException e) {
            return; // a host drops what it can't read
        }
    }

    private void icmp(Ipv4Packet packet, IcmpMessage message) {
        if (message.type() == IcmpMessage.ECHO_REQUEST) {
            byte[] reply = message.echoReply().encode();
            route(Ipv4Packet.of(Ipv4Packet.ICMP, packet.destination(), packet.source(), identification++, reply));
        } else if (message.type() == IcmpMessage.ECHO_REPLY) {
            int length = packet.payload().length;
            answered(message.identifier(), new EchoReply(packet.source(), message.sequence(), packet.ttl(), length));
        }
    }

    private void answered(int identifier, EchoReply reply) {
        Consumer<EchoReply> waiting = pings.get(identifier);
        if (waiting != null) {
            waiting.accept(reply);
        }
    }

    private void receive(Nic nic, Ipv6Packet packet) {
        try {
            if (packet.nextHeader() == Ipv6Packet.ICMPV6) {
                icmp(nic, packet, Icmpv6Message.decode(packet));
            } else if (packet.nextHeader() == Ipv4Packet.TCP) {
                tcp.receive(packet.source(), packet.destination(), packet.payload());
            } else if (packet.nextHeader() == Ipv4Packet.UDP) {
                answer(nic, packet, Icmpv6Message.error(Icmpv6Message.UNREACHABLE, PORT_UNREACHABLE_6, packet));
            }
        } catch (MalformedPacketException e) {
            return; // a host drops what it can't read
        }
    }

    private void icmp(Nic nic, Ipv6Packet packet, Icmpv6Message message) {
        if (message.type() == Icmpv6Message.ECHO_REQUEST) {
            answer(nic, packet, message.echoReply());
        } else if (message.type() == Icmpv6Message.ECHO_REPLY) {
            int length = packet.payload().length;
            answered(
                    message.identifier(),
                    new EchoReply(packet.source(), message.sequence(), packet.hopLimit(), length));
        }
    }

    private static void answer(Nic nic, Ipv6Packet question, Icmpv6Message message) {
        nic.ipv6().send(Ipv6Packet.icmp(question.destination(), question.source(), message));
    }
}
