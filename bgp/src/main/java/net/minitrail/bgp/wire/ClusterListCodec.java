package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** CLUSTER_LIST (type 10, RFC 4456 section 8): within the AS only. */
final class ClusterListCodec extends AttributeCodec {
    ClusterListCodec() {
        super(10, OPTIONAL);
    }

    @Override
    boolean internalOnly() {
        return true;
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireMultiple(value, Integer.BYTES); // RFC 7606 section 7.10
        int[] ids = new int[value.remaining() / Integer.BYTES];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = value.i32();
        }
        into.builder.clusterList(ClusterList.of(ids));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        ClusterList list = from.clusterList();
        if (!list.isEmpty()) {
            writeHeader(list.length() * Integer.BYTES, out);
            for (int i = 0; i < list.length(); i++) {
                out.writeInt(list.get(i));
            }
        }
    }
}
