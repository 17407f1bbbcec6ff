package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.CodecOptions;

/**
 * Cuts the stream into messages and decodes each. A header is judged as soon as it is complete, so that HTTP or TLS on our
 * port is refused at once. Passes on a {@code BgpMessage}, or the {@link BgpProtocolException} that ends the session; what
 * comes after that is thrown away.
 */
final class MessageReader extends ByteToMessageDecoder {
    private CodecOptions options = CodecOptions.BEFORE_OPEN;
    private boolean deaf;

    /** What holds from the next message on. */
    void options(CodecOptions next) {
        options = next;
    }

    /** Ignores whatever else comes. */
    void deafen() {
        deaf = true;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (deaf) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (in.readableBytes() < MessageCodec.HEADER_LENGTH) {
                return;
            }
            int length = MessageCodec.frameLength(in, options);
            if (in.readableBytes() >= length) {
                out.add(MessageCodec.decode(in.readSlice(length), options));
            }
        } catch (BgpProtocolException e) {
            deaf = true;
            out.add(e);
        }
    }
}
