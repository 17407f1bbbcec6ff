package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableSortedSet;
import io.netty.buffer.ByteBuf;

/** IPv6 Address Specific Extended Community (type 25, RFC 5701): a set of values of twenty octets. */
final class Ipv6ExtendedCommunitiesCodec extends AttributeCodec {
    private static final int OCTETS = 20;

    Ipv6ExtendedCommunitiesCodec() {
        super(25, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireMultiple(value, OCTETS); // RFC 7606 section 7.15
        var communities = ImmutableSortedSet.<OctetString>naturalOrder();
        while (value.isReadable()) {
            communities.add(value.octets(OCTETS));
        }
        into.builder.ipv6ExtendedCommunities(communities.build());
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        var communities = from.ipv6ExtendedCommunities();
        if (!communities.isEmpty()) {
            writeHeader(communities.size() * OCTETS, out);
            communities.forEach(community -> community.writeTo(out));
        }
    }
}
