package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** EXTENDED COMMUNITIES (type 16, RFC 4360): a set of eight-octet values, route targets among them. */
final class ExtendedCommunitiesCodec extends AttributeCodec {
    ExtendedCommunitiesCodec() {
        super(16, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireMultiple(value, Long.BYTES); // RFC 7606 section 7.14
        long[] values = new long[value.remaining() / Long.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.u64();
        }
        into.builder.extendedCommunities(ExtendedCommunities.ofValues(values));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        ExtendedCommunities communities = from.extendedCommunities();
        if (!communities.isEmpty()) {
            writeHeader(communities.size() * Long.BYTES, out);
            for (int i = 0; i < communities.size(); i++) {
                out.writeLong(communities.valueAt(i));
            }
        }
    }
}
