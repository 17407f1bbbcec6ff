package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableSortedSet;
import io.netty.buffer.ByteBuf;

/** LARGE_COMMUNITY (type 32, RFC 8092): a set of values of twelve octets. */
final class LargeCommunitiesCodec extends AttributeCodec {
    private static final int OCTETS = 12;

    LargeCommunitiesCodec() {
        super(32, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireMultiple(value, OCTETS); // RFC 8092 section 6
        var communities = ImmutableSortedSet.<LargeCommunity>naturalOrder();
        while (value.isReadable()) {
            communities.add(new LargeCommunity(value.u32(), value.u32(), value.u32()));
        }
        into.builder.largeCommunities(communities.build());
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        var communities = from.largeCommunities();
        if (!communities.isEmpty()) {
            writeHeader(communities.size() * OCTETS, out);
            communities.forEach(community -> out.writeInt((int) community.administrator())
                    .writeInt((int) community.data1())
                    .writeInt((int) community.data2()));
        }
    }
}
