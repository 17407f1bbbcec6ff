package net.minitrail.bgp.session;

import static io.netty.channel.unix.Errors.ERRNO_ENOENT_NEGATIVE;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * Keys of TCP MD5 signatures (RFC 2385) in Linux, of single addresses and of whole prefixes: TCP_MD5SIG_EXT (Linux 4.13).
 * Confined to the session loop.
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

    /** Whether any key was ever set: a kernel that knows no signatures is not to be asked to take one away. */
    private boolean used;

    /**
     * Has one peer sign on a {@code channel} that listens, dials, or is connected to it, or no longer if the key is null.
     *
     * @param remote its transport address
     */
    void set(Channel channel, IpAddress remote, @Nullable String key) {
        var host = IpPrefix.host(remote);
        if (key != null) {
            require(channel, host, key);
        } else if (used) {
            forget(channel, host);
        }
    }

    /** Has everybody sign who calls a listening {@code channel} from {@code prefix}, of transport addresses. */
    void require(Channel channel, IpPrefix prefix, String key) {
        used = true;
        channel.config().setOption(PREFIX_KEY, octets(prefix, key, Socket.isIPv6Preferred()));
    }

    private static void forget(Channel channel, IpPrefix prefix) {
        try {
            channel.config().setOption(PREFIX_KEY, octets(prefix, "", Socket.isIPv6Preferred()));
        } catch (ChannelException e) {
            if (!(e.getCause() instanceof NativeIoException cause && cause.expectedErr() == ERRNO_ENOENT_NEGATIVE)) {
                throw e;
            } // else there was none
        }
    }

    /**
     * The argument of the socket option; an empty key takes the key away.
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
