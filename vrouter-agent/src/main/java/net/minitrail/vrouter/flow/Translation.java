package net.minitrail.vrouter.flow;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.Octets;

/**
 * What the IPv4 packets of a flow become on their way (RFC 3022).
 *
 * @param vrf index of the VRF that they go on in
 * @param bound whether they go to a port that the agent has bound for this flow
 */
public record Translation(
        Ipv4Address source, int sourcePort, Ipv4Address destination, int destinationPort, int vrf, boolean bound) {
    private static final int SOURCE_AT = 12;
    private static final int ADDRESSES = 8;
    private static final int OFFSET_MASK = 0x1FFF;
    private static final int TCP_SUM_AT = 16;
    private static final int UDP_SUM_AT = 6;

    /** What {@code flow} prints of it: which ends of the key change, in the order of the kernel's bits. */
    public String letters(FlowKey key) {
        return (source.equals(key.source()) ? "" : "S")
                + (sourcePort == key.sourcePort() ? "" : "Ps")
                + (destination.equals(key.destination()) ? "" : "D")
                + (destinationPort == key.destinationPort() ? "" : "Pd")
                + (bound ? "L" : "");
    }

    /** Changes addresses, ports and checksums of a packet of TCP or UDP whose header fits. */
    public void apply(byte[] packet) {
        int header = (packet[0] & 0xF) * 4;
        boolean ports = (Octets.u16(packet, 6) & OFFSET_MASK) == 0;
        int sumAt = header + (packet[9] == Ipv4Packet.TCP ? TCP_SUM_AT : UDP_SUM_AT);
        boolean summed = ports && packet.length >= sumAt + 2 && Octets.u16(packet, sumAt) != 0;
        int before = sum(packet, SOURCE_AT, ADDRESSES) + (ports ? sum(packet, header, 4) : 0);
        Octets.put32(packet, SOURCE_AT, source.value());
        Octets.put32(packet, SOURCE_AT + 4, destination.value());
        Octets.put16(packet, 10, 0);
        Octets.put16(packet, 10, Octets.checksum(packet, 0, header));
        if (ports) {
            Octets.put16(packet, header, sourcePort);
            Octets.put16(packet, header + 2, destinationPort);
        }
        if (summed) { // RFC 1624 section 3
            int after = sum(packet, SOURCE_AT, ADDRESSES) + sum(packet, header, 4);
            int sum = folded((~Octets.u16(packet, sumAt) & 0xFFFF) + (~folded(before) & 0xFFFF) + folded(after));
            Octets.put16(packet, sumAt, ~sum);
        }
    }

    private static int sum(byte[] packet, int at, int length) {
        int sum = 0;
        for (int i = at; i < at + length; i += 2) {
            sum += Octets.u16(packet, i);
        }
        return sum;
    }

    private static int folded(int sum) {
        int once = (sum & 0xFFFF) + (sum >>> 16);
        return (once & 0xFFFF) + (once >>> 16);
    }
}
