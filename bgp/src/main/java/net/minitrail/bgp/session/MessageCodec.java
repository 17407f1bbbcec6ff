package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.CodecOptions;

final class MessageCodec {
    static final int HEADER_LENGTH = 19;

    private MessageCodec() {}

    static void encode(BgpMessage message, CodecOptions options, ByteBuf out) {
        throw new UnsupportedOperationException();
    }

    static int frameLength(ByteBuf in, CodecOptions options) throws BgpProtocolException {
        throw new UnsupportedOperationException();
    }

    static BgpMessage decode(ByteBuf frame, CodecOptions options) throws BgpProtocolException {
        throw new UnsupportedOperationException();
    }
}
