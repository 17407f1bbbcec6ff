package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.Socket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * Keys of TCP MD5 signatures (RFC 2385) in Linux: of single addresses as Netty's epoll sets them, and of whole prefixes by
 * TCP_MD5SIG_EXT (Linux 4.13).
 */
final class Md5Signatures {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MD5SIG_EXT = 32;
    private static final byte FLAG_PREFIX = 1;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;

    /** struct tcp_md5sig: address 128, flags 1, prefix length 1, key length 2, interface 4, key 80. */
    private static final int STRUCT_LENGTH = 216;

    private static final int ADDRESS_LENGTH = 128;

    private static final RawUnixChannelOption PREFIX_KEY =
            new RawUnixChannelOption("TCP_MD5SIG_EXT", IPPROTO_TCP, TCP_MD5SIG_EXT, STRUCT_LENGTH);

    private Md5Signatures() {}

    /** What {@link EpollChannelOption#TCP_MD5SIG} takes for one address; a null key takes the key away. */
    static Map<InetAddress, byte[]> keys(InetAddress remote, @Nullable String key) {
        Map<InetAddress, byte[]> keys = new HashMap<>();
        if (key != null) {
            keys.put(remote, key.getBytes(StandardCharsets.UTF_8));
        }
        return keys;
    }

    /** Has everybody sign who calls a listening {@code channel} from {@code prefix}, of transport addresses. */
    static void require(Channel channel, IpPrefix prefix, String key) {
        channel.config().setOption(PREFIX_KEY, octets(prefix, key, Socket.isIPv6Preferred()));
    }

    /**
     * The argument of the socket option.
     *
     * @param mapped whether the socket is of IPv6, which knows IPv4 addresses as ::ffff:a.b.c.d
     */
    static ByteBuffer octets(IpPrefix prefix, String key, boolean mapped) {
        byte[] secret = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocateDirect(STRUCT_LENGTH).order(ByteOrder.nativeOrder());
        byte[] address = prefix.address().octets();
        if (address.length == 4 && !mapped) {
            out.putShort(AF_INET).putShort((short) 0).put(address);
        } else {
            out.putShort(AF_INET6).putShort((short) 0).putInt(0);
            if (address.length == 4) {
                out.put(new byte[10]).putShort((short) -1);
            }
            out.put(address);
        }
        out.position(ADDRESS_LENGTH);
        out.put(FLAG_PREFIX)
                .put((byte) prefix.length())
                .putShort((short) secret.length)
                .putInt(0);
        out.put(secret);
        return out.position(0);
    }
}
