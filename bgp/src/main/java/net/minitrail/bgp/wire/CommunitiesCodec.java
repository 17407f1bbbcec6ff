package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** COMMUNITIES (type 8, RFC 1997). */
final class CommunitiesCodec extends AttributeCodec {
    CommunitiesCodec() {
        super(8, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireMultiple(value, Integer.BYTES); // RFC 7606 section 7.8
        int[] values = new int[value.remaining() / Integer.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.i32();
        }
        into.builder.communities(Communities.ofValues(values));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        Communities communities = from.communities();
        if (!communities.isEmpty()) {
            writeHeader(communities.size() * Integer.BYTES, out);
            for (int i = 0; i < communities.size(); i++) {
                out.writeInt(communities.valueAt(i));
            }
        }
    }
}
