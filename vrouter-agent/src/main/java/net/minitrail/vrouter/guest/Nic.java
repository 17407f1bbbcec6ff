package net.minitrail.vrouter.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.DhcpMessage;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * A guest's network card with its address, ARP cache and counters. Takes only frames for its own MAC, for groups and for
 * everybody. Confined to the routing loop.
 */
public final class Nic {
    private final String name;
    private final String tap;
    private final Consumer<byte[]> wire;
    private final Consumer<Ipv4Packet> stack;
    private final NeighborCache<Ipv4Address> cache;
    private final Ipv6Interface ipv6;
    private final DhcpClient dhcp;
    private MacAddress mac;
    private Ipv4Address address;
    private int maskLength;
    private @Nullable Ipv4Address gateway;
    private @Nullable Ipv4Address dns;
    private final Map<Ipv4Address, Virtual> virtuals = new LinkedHashMap<>();
    private Set<Ipv4Address> hosted = Set.of();
    private Consumer<Ipv4Packet> groups = packet -> {};
    private Consumer<Ipv4Packet> transit = packet -> {};
    private boolean plugged = true;
    private boolean up = true;
    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;

    /**
     * @param name such as {@code eth0}
     * @param tap name of the host's end of its cable
     * @param wire takes the frames that it sends
     * @param stack takes the IPv4 packets for its address
     * @param up6 takes the IPv6 packets for its addresses
     */
    Nic(
            String name,
            String tap,
            MacAddress mac,
            RoutingLoop loop,
            Consumer<byte[]> wire,
            Consumer<Ipv4Packet> stack,
            Consumer<Ipv6Packet> up6) {
        this.name = name;
        this.tap = tap;
        this.mac = mac;
        this.wire = wire;
        this.stack = stack;
        this.address = Ipv4Address.ANY;
        this.cache = new NeighborCache<>(loop, this::ask, (to, packet) -> transmit(to, EthernetFrame.IPV4, packet));
        this.dhcp = new DhcpClient(this, loop, this::lease);
        this.ipv6 = new Ipv6Interface(this::mac, loop, (to, packet) -> transmit(to, EthernetFrame.IPV6, packet), up6);
    }

    /**
     * An address that the card has for a while, under a MAC of its own.
     *
     * @param accepts whether packets for it are taken, or only ARP answered
     */
    private record Virtual(MacAddress mac, boolean accepts) {}

    void addVirtual(Ipv4Address virtual, MacAddress virtualMac, boolean accepts) {
        virtuals.put(virtual, new Virtual(virtualMac, accepts));
    }

    void dropVirtual(Ipv4Address virtual) {
        virtuals.remove(virtual);
    }

    /** Sets addresses of its machine that are not its own, but that it takes packets for. */
    void setHosted(Set<Ipv4Address> addresses) {
        hosted = Set.copyOf(addresses);
    }

    /** Sets who takes packets for groups. */
    void listenToGroups(Consumer<Ipv4Packet> listener) {
        groups = listener;
    }

    /** Sets who takes packets for others, as a router does; nobody until then. */
    void passOn(Consumer<Ipv4Packet> router) {
        transit = router;
    }

    /** Sets whether the link is up; while it is not, nothing is sent or received. */
    void setUp(boolean on) {
        up = on;
    }

    boolean isUp() {
        return up;
    }

    /** What asks for its address. */
    DhcpClient dhcp() {
        return dhcp;
    }

    /** The DNS server that came with its address; null if none did. */
    @Nullable
    Ipv4Address dns() {
        return dns;
    }

    private void lease(DhcpClient.Lease lease) {
        dns = lease.dns();
        configure(lease.address(), lease.maskLength(), lease.router());
    }

    Ipv6Interface ipv6() {
        return ipv6;
    }

    /** Sets the address; where it differs from the present one, neighbours are told by a gratuitous ARP. */
    void configure(Ipv4Address newAddress, int newMaskLength, @Nullable Ipv4Address newGateway) {
        address = newAddress;
        maskLength = newMaskLength;
        gateway = newGateway;
        cache.forget();
        announce();
    }

    /** Forgets a neighbour's MAC; answers whether it was known. */
    boolean forget(Ipv4Address neighbour) {
        return cache.remove(neighbour);
    }

    /** Sets the MAC; neighbours are asked for anew, and so learn it where they are asked themselves. */
    void setMac(MacAddress newMac) {
        mac = newMac;
        cache.forget();
        ipv6.forget();
    }

    /** Takes the cable out: nothing is sent or received from now on. */
    void unplug() {
        plugged = false;
        cache.stop();
        dhcp.stop();
        ipv6.unplug();
    }

    private void announce() {
        if (address.value() != 0) {
            ArpPacket packet = ArpPacket.request(mac, address, address);
            transmit(MacAddress.BROADCAST, EthernetFrame.ARP, packet.encode());
        }
    }

    /** Sends an IPv4 packet to a neighbour, once that is resolved. */
    void send(Ipv4Packet packet, Ipv4Address hop) {
        cache.send(hop, packet.encode());
    }

    private void ask(Ipv4Address hop, @Nullable MacAddress last) {
        byte[] request = ArpPacket.request(mac, address, hop).encode();
        transmit(last == null ? MacAddress.BROADCAST : last, EthernetFrame.ARP, request);
    }

    /** Takes a frame off the wire. */
    void receive(byte[] octets) {
        if (!plugged || !up) {
            return;
        }
        try {
            EthernetFrame frame = EthernetFrame.decode(octets);
            if (!isOurs(frame.destination()) && !frame.destination().isGroup()) {
                return;
            }
            receivedPackets++;
            receivedBytes += octets.length;
            if (frame.etherType() == EthernetFrame.ARP) {
                arp(ArpPacket.decode(frame.payload()));
            } else if (frame.etherType() == EthernetFrame.IPV4) {
                Ipv4Packet packet = Ipv4Packet.decode(frame.payload());
                if (isForDhcp(packet)) {
                    dhcp().receive(UdpDatagram.decode(packet.payload()).payload());
                } else if (packet.destination().isMulticast()) {
                    groups.accept(packet);
                } else if (accepts(packet.destination())) {
                    stack.accept(packet);
                } else if (!frame.destination().isGroup()) {
                    transit.accept(packet);
                }
            } else if (frame.etherType() == EthernetFrame.IPV6) {
                ipv6.receive(Ipv6Packet.decode(frame.payload()));
            }
        } catch (MalformedPacketException e) {
            return; // a host drops what it can't read
        }
    }

    /** An answer of a DHCP server is taken whatever address it is for, as the card may have none yet. */
    private static boolean isForDhcp(Ipv4Packet packet) {
        byte[] payload = packet.payload();
        return packet.protocol() == Ipv4Packet.UDP
                && payload.length > 4
                && Octets.u16(payload, 2) == DhcpMessage.CLIENT_PORT;
    }

    private boolean isOurs(MacAddress destination) {
        return destination.equals(mac)
                || virtuals.values().stream().anyMatch(virtual -> virtual.mac.equals(destination));
    }

    /** Whether packets for an address are taken. */
    boolean accepts(Ipv4Address destination) {
        Virtual virtual = virtuals.get(destination);
        return destination.equals(address) || hosted.contains(destination) || (virtual != null && virtual.accepts);
    }

    private void arp(ArpPacket packet) {
        Virtual virtual = virtuals.get(packet.targetIp());
        if (virtual != null && packet.operation() == ArpPacket.REQUEST && !packet.isGratuitous()) {
            byte[] reply = packet.replyFrom(virtual.mac).encode();
            transmitFrom(virtual.mac, packet.senderMac(), EthernetFrame.ARP, reply);
            return;
        }
        boolean forUs = packet.targetIp().equals(address);
        boolean probe = packet.senderIp().value() == 0;
        if (packet.senderIp().equals(address)) {
            return;
        }
        if (!probe && (forUs || cache.cares(packet.senderIp()))) {
            cache.learn(packet.senderIp(), packet.senderMac());
        }
        if (forUs && packet.operation() == ArpPacket.REQUEST) {
            transmit(
                    packet.senderMac(), EthernetFrame.ARP, packet.replyFrom(mac).encode());
        }
    }

    private void transmit(MacAddress destination, int etherType, byte[] payload) {
        transmitFrom(mac, destination, etherType, payload);
    }

    /** Sends a frame under a MAC that need not be the card's. */
    void transmitFrom(MacAddress source, MacAddress destination, int etherType, byte[] payload) {
        if (plugged && up) {
            byte[] frame = new EthernetFrame(destination, source, etherType, payload).encode();
            sentPackets++;
            sentBytes += frame.length;
            wire.accept(frame);
        }
    }

    public String name() {
        return name;
    }

    String tap() {
        return tap;
    }

    MacAddress mac() {
        return mac;
    }

    Ipv4Address address() {
        return address;
    }

    int maskLength() {
        return maskLength;
    }

    @Nullable
    Ipv4Address gateway() {
        return gateway;
    }

    /** Neighbours by address, in the order in which they were learned. */
    Map<Ipv4Address, MacAddress> neighbours() {
        return cache.entries();
    }

    long receivedPackets() {
        return receivedPackets;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    long sentPackets() {
        return sentPackets;
    }

    long sentBytes() {
        return sentBytes;
    }
}
