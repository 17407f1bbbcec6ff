package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import net.minitrail.net.IpAddress;

/**
 * The generalized TTL security mechanism (RFC 5082): we send with a TTL of 255, and the kernel drops what arrives with less
 * than a neighbor's packets can have left. Socket options of Linux.
 */
final class TtlSecurity {
    private static final int HIGHEST = 255;
    private static final int SYSTEM_DEFAULT = -1;

    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final IntegerUnixChannelOption IP_TTL = new IntegerUnixChannelOption("IP_TTL", IPPROTO_IP, 2);
    private static final IntegerUnixChannelOption IP_MINTTL = new IntegerUnixChannelOption("IP_MINTTL", IPPROTO_IP, 21);
    private static final IntegerUnixChannelOption IPV6_UNICAST_HOPS =
            new IntegerUnixChannelOption("IPV6_UNICAST_HOPS", IPPROTO_IPV6, 16);
    private static final IntegerUnixChannelOption IPV6_MINHOPCOUNT =
            new IntegerUnixChannelOption("IPV6_MINHOPCOUNT", IPPROTO_IPV6, 73);

    private TtlSecurity() {}

    /**
     * Sets what one socket sends and accepts.
     *
     * @param channel of a connection with {@code remote}, or one that listens or is going to connect
     * @param hops how far away the peer may be, 1 to 254; 0 for any distance
     */
    static void apply(Channel channel, IpAddress remote, int hops) {
        boolean v4 = remote.isV4();
        channel.config().setOption(v4 ? IP_TTL : IPV6_UNICAST_HOPS, hops == 0 ? SYSTEM_DEFAULT : HIGHEST);
        channel.config().setOption(v4 ? IP_MINTTL : IPV6_MINHOPCOUNT, hops == 0 ? 0 : HIGHEST + 1 - hops);
    }
}
