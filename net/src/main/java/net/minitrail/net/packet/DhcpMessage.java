package net.minitrail.net.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP message between a client on Ethernet and its server (RFC 2131 section 2), without relays, boot files and overloaded
 * fields.
 *
 * <pre>
 *   octets   field
 *   1        1 request, 2 reply
 *   3        Ethernet (1), 6 octets an address, 0 hops
 *   4        transaction
 *   4        seconds since the client began (0), flags: the highest bit asks for a broadcast answer
 *   16       the client's address, its address to be, the next server's, the relay's
 *   16       the client's MAC and padding
 *   192      names of server and file, unused
 *   4        99.130.83.99
 *   rest     options: code, length, value; 0 is padding, 255 the end (RFC 2132 section 2)
 * </pre>
 *
 * @param client address that the client has, or 0.0.0.0
 * @param yours address that the client gets, or 0.0.0.0
 * @param options values by code, 1 to 254
 */
public record DhcpMessage(
        boolean reply,
        int transaction,
        boolean broadcast,
        Ipv4Address client,
        Ipv4Address yours,
        MacAddress mac,
        Map<Integer, byte[]> options) {
    public static final int SERVER_PORT = 67;
    public static final int CLIENT_PORT = 68;

    /** Codes of options (RFC 2132). */
    public static final int SUBNET_MASK = 1;

    public static final int ROUTER = 3;
    public static final int DNS_SERVER = 6;
    public static final int HOST_NAME = 12;
    public static final int BROADCAST = 28;
    public static final int REQUESTED = 50;
    public static final int LEASE_SECONDS = 51;
    public static final int TYPE = 53;
    public static final int SERVER = 54;
    public static final int PARAMETERS = 55;
    public static final int MESSAGE = 56;

    /** Values of {@link #TYPE}. */
    public static final int DISCOVER = 1;

    public static final int OFFER = 2;
    public static final int REQUEST = 3;
    public static final int ACK = 5;
    public static final int NAK = 6;
    public static final int INFORM = 8;

    private static final int FIXED = 240;
    /** What BOOTP relays expect at the least (RFC 1542 section 2.1). */
    private static final int SMALLEST = 300;

    private static final int COOKIE = 0x6382_5363;
    private static final int BROADCAST_FLAG = 0x8000;
    private static final int PAD = 0;
    private static final int END = 255;

    public DhcpMessage {
        options = new TreeMap<>(options);
    }

    public static DhcpMessage decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= FIXED, "DHCP shorter than 240 octets");
        int operation = Octets.u8(octets, 0);
        Octets.need(operation == 1 || operation == 2, "DHCP operation is neither request nor reply");
        Octets.need(Octets.u8(octets, 1) == 1 && Octets.u8(octets, 2) == 6, "DHCP not for Ethernet");
        Octets.need(Octets.i32(octets, 236) == COOKIE, "DHCP without its magic cookie");
        var options = new TreeMap<Integer, byte[]>();
        int at = FIXED;
        while (at < octets.length && Octets.u8(octets, at) != END) {
            int code = Octets.u8(octets, at++);
            if (code == PAD) {
                continue;
            }
            Octets.need(at < octets.length, "DHCP option without a length");
            int length = Octets.u8(octets, at++);
            Octets.need(at + length <= octets.length, "DHCP option does not fit");
            options.put(code, Arrays.copyOfRange(octets, at, at + length));
            at += length;
        }
        return new DhcpMessage(
                operation == 2,
                Octets.i32(octets, 4),
                (Octets.u16(octets, 10) & BROADCAST_FLAG) != 0,
                new Ipv4Address(Octets.i32(octets, 12)),
                new Ipv4Address(Octets.i32(octets, 16)),
                MacAddress.of(octets, 28),
                options);
    }

    public byte[] encode() {
        int length = FIXED + 1;
        for (byte[] value : options.values()) {
            length += 2 + value.length;
        }
        byte[] octets = new byte[Math.max(SMALLEST, length)];
        octets[0] = (byte) (reply ? 2 : 1);
        octets[1] = 1;
        octets[2] = 6;
        Octets.put32(octets, 4, transaction);
        Octets.put16(octets, 10, broadcast ? BROADCAST_FLAG : 0);
        Octets.put32(octets, 12, client.value());
        Octets.put32(octets, 16, yours.value());
        System.arraycopy(mac.octets(), 0, octets, 28, 6);
        Octets.put32(octets, 236, COOKIE);
        // The type goes first, where people look for it.
        int at = put(octets, FIXED, TYPE, options.get(TYPE));
        for (Map.Entry<Integer, byte[]> option : options.entrySet()) {
            if (option.getKey() != TYPE) {
                at = put(octets, at, option.getKey(), option.getValue());
            }
        }
        octets[at] = (byte) END;
        return octets;
    }

    private static int put(byte[] octets, int at, int code, byte @Nullable [] value) {
        if (value == null) {
            return at;
        }
        octets[at] = (byte) code;
        octets[at + 1] = (byte) value.length;
        System.arraycopy(value, 0, octets, at + 2, value.length);
        return at + 2 + value.length;
    }

    /** The message's type, 0 if it has none. */
    public int type() {
        byte[] value = options.get(TYPE);
        return value == null || value.length != 1 ? 0 : value[0];
    }

    /** The first address of an option; null if there is none. */
    public @Nullable Ipv4Address address(int code) {
        byte[] value = options.get(code);
        return value == null || value.length < 4 ? null : new Ipv4Address(Octets.i32(value, 0));
    }

    public static byte[] value(Ipv4Address address) {
        return address.octets();
    }

    public static byte[] value(String text) {
        return text.getBytes(UTF_8);
    }
}
