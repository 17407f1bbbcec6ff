package net.minitrail.vrouter.guest;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.NeighborMessage;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * IPv6 on a guest's card: a link-local address made of the MAC, one of the network's subnet if it has one, and neighbor
 * discovery (RFC 4861). Confined to the routing loop.
 */
final class Ipv6Interface {
    /** Takes a packet for a MAC. */
    interface Wire extends BiConsumer<MacAddress, byte[]> {}

    private final Supplier<MacAddress> mac;
    private final Wire wire;
    private final Consumer<Ipv6Packet> up;
    private final NeighborCache<Ipv6Address> neighbours;
    private @Nullable Ipv6Address address;
    private int maskLength;
    private @Nullable Ipv6Address gateway;

    /**
     * @param mac of the card, as it is now
     * @param up takes the packets for its addresses, neighbor discovery apart
     */
    Ipv6Interface(Supplier<MacAddress> mac, RoutingLoop loop, Wire wire, Consumer<Ipv6Packet> up) {
        this.mac = mac;
        this.wire = wire;
        this.up = up;
        this.neighbours = new NeighborCache<>(loop, this::ask, wire);
    }

    /** Sets the address, and tells the neighbours of it (RFC 4861 section 7.2.6). */
    void configure(Ipv6Address newAddress, int newMaskLength, @Nullable Ipv6Address newGateway) {
        address = newAddress;
        maskLength = newMaskLength;
        gateway = newGateway;
        neighbours.forget();
        tell(NeighborMessage.advertisement(newAddress, mac.get(), false), newAddress, NeighborMessage.ALL_NODES);
    }

    /** Forgets the neighbours' MACs. */
    void forget() {
        neighbours.forget();
    }

    void unplug() {
        neighbours.stop();
    }

    /** The address of the network's subnet, null if there is none. */
    @Nullable
    Ipv6Address address() {
        return address;
    }

    int maskLength() {
        return maskLength;
    }

    @Nullable
    Ipv6Address gateway() {
        return gateway;
    }

    Ipv6Address linkLocal() {
        return NeighborMessage.linkLocal(mac.get());
    }

    Map<Ipv6Address, MacAddress> neighbours() {
        return neighbours.entries();
    }

    /** Whether {@code destination} is on the card's own link. */
    boolean isOnLink(Ipv6Address destination) {
        Ipv6Address own = address;
        return isLinkLocal(destination)
                || own != null && Ipv6Prefix.containing(own, maskLength).contains(destination);
    }

    /** The address that packets to {@code destination} bear, null if there is no way to it. */
    @Nullable
    Ipv6Address sourceFor(Ipv6Address destination) {
        if (isLinkLocal(destination)) {
            return linkLocal();
        }
        return isOnLink(destination) || gateway != null ? address : null;
    }

    /** Sends a packet to its next hop; answers false if there is no way to it. */
    boolean send(Ipv6Packet packet) {
        Ipv6Address hop = isOnLink(packet.destination()) ? packet.destination() : gateway;
        if (hop == null) {
            return false;
        }
        neighbours.send(hop, packet.encode());
        return true;
    }

    /** Takes a packet off the wire. */
    void receive(Ipv6Packet packet) throws MalformedPacketException {
        if (packet.nextHeader() == Ipv6Packet.ICMPV6) {
            Icmpv6Message message = Icmpv6Message.decode(packet);
            if (NeighborMessage.is(message)) {
                discovered(packet, NeighborMessage.decode(packet, message));
                return;
            }
        }
        if (isOurs(packet.destination())) {
            up.accept(packet);
        }
    }

    private void discovered(Ipv6Packet packet, NeighborMessage message) {
        MacAddress told = message.linkLayer();
        if (message.type() == Icmpv6Message.NEIGHBOR_ADVERTISEMENT) {
            if (told != null && !isOurs(message.target()) && neighbours.cares(message.target())) {
                neighbours.learn(message.target(), told);
            }
            return;
        }
        if (!isOurs(message.target())) {
            return;
        }
        Ipv6Address asker = packet.source();
        boolean anonymous = asker.equals(Ipv6Address.ANY);
        if (told != null && !anonymous) {
            neighbours.learn(asker, told);
        }
        Ipv6Address to = anonymous ? NeighborMessage.ALL_NODES : asker;
        tell(NeighborMessage.advertisement(message.target(), mac.get(), !anonymous), message.target(), to);
    }

    private boolean isOurs(Ipv6Address destination) {
        return destination.equals(address) || destination.equals(linkLocal());
    }

    private void ask(Ipv6Address neighbour, @Nullable MacAddress last) {
        Ipv6Address source = isLinkLocal(neighbour) || address == null ? linkLocal() : address;
        NeighborMessage question = NeighborMessage.solicitation(neighbour, mac.get());
        if (last == null) {
            tell(question, source, NeighborMessage.group(neighbour));
        } else {
            wire.accept(last, question.from(source, neighbour).encode());
        }
    }

    private void tell(NeighborMessage message, Ipv6Address source, Ipv6Address destination) {
        byte[] octets = message.from(source, destination).encode();
        if (destination.high() >>> 56 == 0xFF) {
            wire.accept(NeighborMessage.groupMac(destination), octets);
        } else {
            neighbours.send(destination, octets);
        }
    }

    private static boolean isLinkLocal(Ipv6Address address) {
        return address.high() >>> 54 == 0xFE80 >>> 6;
    }
}
