package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** Reads and writes the routes of one family. Stateless. */
interface NlriCodec {

    static NlriCodec of(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> UnicastCodec.IPV4;
            case IPV6_UNICAST -> UnicastCodec.IPV6;
            case VPN_IPV4 -> VpnIpv4Codec.INSTANCE;
            case VPN_IPV6 -> VpnIpv6Codec.INSTANCE;
            case ROUTE_TARGET -> RouteTargetCodec.INSTANCE;
            case EVPN -> EvpnCodec.INSTANCE;
        };
    }

    /** For what a peer sends us. */
    static NlriCodec receiving(AddressFamily family, CodecOptions options) {
        return options.pathsReceived().contains(family) ? new AddPathCodec(of(family)) : of(family);
    }

    /** For what we send a peer. */
    static NlriCodec sending(AddressFamily family, CodecOptions options) {
        return options.pathsSent().contains(family) ? new AddPathCodec(of(family)) : of(family);
    }

    /**
     * Reads one announced route.
     *
     * @throws BgpProtocolException INVALID_NETWORK_FIELD and a session reset: after a wrong length nobody knows where the
     *     next route starts
     */
    Route readRoute(Cursor in) throws BgpProtocolException;

    /**
     * Whether a route that was announced is to be taken in. A prefix of multicast addresses is not (RFC 4271 section 6.3), nor
     * is a route of a type that is not known (RFC 7606 section 5.4).
     */
    default boolean isSensible(Nlri announced) {
        return true;
    }

    /** Reads one withdrawn route; as {@link #readRoute}, but labels are skipped whatever they are. */
    Nlri readWithdrawn(Cursor in) throws BgpProtocolException;

    /** The octets that {@link #write} will write. */
    int length(Route route);

    /** The octets that {@link #writeWithdrawn} will write. */
    int withdrawnLength(Nlri nlri);

    void write(Route route, ByteBuf out);

    void writeWithdrawn(Nlri nlri, ByteBuf out);

    /** An error in the NLRI itself. */
    static BgpProtocolException malformed(String detail) {
        return BgpProtocolException.resetSession(ErrorCode.INVALID_NETWORK_FIELD, OctetString.EMPTY, detail);
    }
}
