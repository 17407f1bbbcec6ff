package net.minitrail.net.packet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;

/**
 * An advertisement of VRRP version 2 (RFC 3768 section 5.1) without authentication.
 *
 * <pre>
 *   octets   field
 *   1        version 2, type 1
 *   1        virtual router, 1 to 255
 *   1        priority, 0 to 255
 *   1        number of addresses
 *   1        authentication type
 *   1        seconds between advertisements
 *   2        checksum of all
 *   4 each   addresses
 *   8        authentication data
 * </pre>
 */
public record VrrpAdvertisement(int group, int priority, int interval, ImmutableList<Ipv4Address> addresses) {
    public static final int PROTOCOL = 112;
    /** All routers listen here (RFC 3768 section 5.2.2). */
    public static final Ipv4Address GROUP = Ipv4Address.parse("224.0.0.18");

    public static final MacAddress GROUP_MAC = MacAddress.parse("01:00:5e:00:00:12");

    private static final int VERSION_2_ADVERTISEMENT = 0x21;
    private static final int HEADER = 8;
    private static final int AUTHENTICATION = 8;
    private static final long VIRTUAL_MAC = 0x0000_5E00_0100L;

    public VrrpAdvertisement {
        checkArgument(group >= 1 && group <= 255, "virtual router %s is not in 1..255", group);
        checkArgument(priority >= 0 && priority <= 255, "priority %s is not in 0..255", priority);
        checkArgument(interval >= 1 && interval <= 255, "interval %s is not in 1..255", interval);
        checkArgument(addresses.size() <= 255, "%s addresses", addresses.size());
    }

    /** The MAC that a virtual router's addresses are at (RFC 3768 section 7.3). */
    public static MacAddress virtualMac(int group) {
        return new MacAddress(VIRTUAL_MAC | group);
    }

    public static VrrpAdvertisement decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "VRRP shorter than 8 octets");
        Octets.need(Octets.u8(octets, 0) == VERSION_2_ADVERTISEMENT, "no advertisement of VRRP version 2");
        int count = Octets.u8(octets, 3);
        int length = HEADER + 4 * count + AUTHENTICATION;
        Octets.need(octets.length >= length, "VRRP lengths do not fit");
        Octets.needChecksum(Octets.checksum(octets, 0, length) == 0, "VRRP checksum is wrong");
        Octets.need(Octets.u8(octets, 1) > 0 && Octets.u8(octets, 5) > 0, "VRRP group or interval is 0");
        var addresses = ImmutableList.<Ipv4Address>builder();
        for (int i = 0; i < count; i++) {
            addresses.add(new Ipv4Address(Octets.i32(octets, HEADER + 4 * i)));
        }
        return new VrrpAdvertisement(
                Octets.u8(octets, 1), Octets.u8(octets, 2), Octets.u8(octets, 5), addresses.build());
    }

    public byte[] encode() {
        byte[] octets = new byte[HEADER + 4 * addresses.size() + AUTHENTICATION];
        octets[0] = VERSION_2_ADVERTISEMENT;
        octets[1] = (byte) group;
        octets[2] = (byte) priority;
        octets[3] = (byte) addresses.size();
        octets[5] = (byte) interval;
        for (int i = 0; i < addresses.size(); i++) {
            Octets.put32(octets, HEADER + 4 * i, addresses.get(i).value());
        }
        Octets.put16(octets, 6, Octets.checksum(octets, 0, octets.length));
        return octets;
    }
}
